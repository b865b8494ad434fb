package io.nofin.shaping;

import io.nofin.queue.Lane;
import io.nofin.queue.TwoHosts;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Shaping;
import java.io.IOException;

/** Shaped by the queue engine. */
final class QueueWire extends ShapedWire {

    private final Direction direction;
    private Lane lane;

    QueueWire(Direction direction) throws IOException {
        super(direction);
        this.direction = direction;
    }

    @Override
    void shape(Shaping shaping) throws IOException {
        lane = hosts.engine(SEED).lane(direction, TwoHosts.MARKS.lane(0), shaping);
        hosts.install(direction, "-p udp");
    }

    @Override
    boolean hasSeen(int packets) {
        return lane.counts().seen() >= packets;
    }

    @Override
    long passed() {
        return lane.counts().passed();
    }
}
