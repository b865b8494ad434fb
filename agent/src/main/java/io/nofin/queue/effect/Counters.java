package io.nofin.queue.effect;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counters that one thread increments, and any thread may read. */
final class Counters {

    private final AtomicLongArray values = new AtomicLongArray(Fate.values().length);
    private final AtomicLong bytes = new AtomicLong();

    void count(Fate fate) {
        int index = fate.ordinal();
        values.setRelease(index, values.getPlain(index) + 1);
    }

    /** Counts a packet that came in. */
    void seen(long length) {
        count(Fate.SEEN);
        bytes.setRelease(bytes.getPlain() + length);
    }

    LaneCounts read() {
        Map<Fate, Long> packets = new EnumMap<>(Fate.class);
        for (Fate fate : Fate.values()) {
            packets.put(fate, values.getAcquire(fate.ordinal()));
        }
        return new LaneCounts(packets, bytes.getAcquire());
    }
}
