package io.nofin.witness;

import io.nofin.scenario.Direction;

/** The direction of a packet, seen from the host; {@link #THROUGH} is one that the host only forwarded, or flooded. */
enum Flow {
    IN, OUT, THROUGH;

    boolean isOf(Direction direction) {
        return switch (this) {
            case IN -> direction.includesIn();
            case OUT -> direction.includesOut();
            case THROUGH -> direction == Direction.BOTH;
        };
    }
}
