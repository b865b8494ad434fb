package io.nofin.shaping;

import io.nofin.testing.Volley;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;

/** The losses among packets that were sent in a row. */
final class Losses {

    private static final int VOLLEY = 2_000;
    private static final int SHORT = 64;

    private final BitSet lost = new BitSet();
    private final int packets;

    private Losses(int packets) {
        this.packets = packets;
        lost.set(0, packets);
    }

    /** Sends packets, and notes which of them do not arrive. */
    static Losses of(ShapedWire wire, int packets) throws IOException {
        Losses losses = new Losses(packets);
        for (int from = 0; from < packets; from += VOLLEY) {
            for (Volley.Arrival arrival : wire.fire(Math.min(VOLLEY, packets - from), SHORT, Duration.ZERO).arrivals()) {
                losses.lost.clear(from + arrival.number());
            }
        }
        return losses;
    }

    double rate() {
        return (double) lost.cardinality() / packets;
    }

    double meanBurst() {
        return (double) lost.cardinality() / bursts();
    }

    int bursts() {
        return burstsUpTo(packets);
    }

    /** Returns how many bursts are no longer than {@code length}. */
    int burstsUpTo(int length) {
        int bursts = 0;
        for (int start = lost.nextSetBit(0); start >= 0;) {
            int end = lost.nextClearBit(start);
            bursts += end - start <= length ? 1 : 0;
            start = lost.nextSetBit(end);
        }
        return bursts;
    }
}
