package io.nofin.witness;

import io.nofin.unit.TimeSpan;
import java.util.ArrayList;
import java.util.List;

/** The stretches of time in which a capture lost packets, as far as is known. May be used from any thread. */
final class Gaps {

    private static final int MOST = 1_000;

    private final List<TimeSpan> stretches = new ArrayList<>();
    private long packets;

    /**
     * Adds a gap.
     *
     * @param total the packets lost since the beginning, as of the end of this stretch
     */
    synchronized void add(TimeSpan timeSpan, long total) {
        if (total <= packets) {
            return;
        }
        packets = total;
        if (stretches.size() < MOST) {
            stretches.add(timeSpan);
        } else {                        // one long gap is better than one forgotten
            stretches.set(MOST - 1, new TimeSpan(stretches.get(MOST - 1).fromNanos(), timeSpan.toNanos()));
        }
    }

    synchronized long packets() {
        return packets;
    }

    synchronized boolean isIn(TimeSpan timeSpan) {
        return stretches.stream().anyMatch(timeSpan::overlaps);
    }
}
