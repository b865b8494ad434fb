package io.nofin.scenario;

import io.nofin.yaml.Keyword;
import java.util.List;

/** The direction of packets as seen from the target. */
public enum Direction implements Keyword {
    IN(Side.INGRESS), OUT(Side.EGRESS), BOTH(Side.EGRESS, Side.INGRESS);

    private final List<Side> sides;

    Direction(Side... sides) {
        this.sides = List.of(sides);
    }

    /** Returns the sides that packets of this direction pass; egress comes first. */
    public List<Side> sides() {
        return sides;
    }

    public boolean includes(Side side) {
        return sides.contains(side);
    }
}
