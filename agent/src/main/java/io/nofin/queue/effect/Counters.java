package io.nofin.queue.effect;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters that one thread increments, and any thread may read. */
final class Counters {

    enum What { SEEN, PASSED, LOST, MARKED, DELAYED, DUPLICATED, CORRUPTED, REORDERED, OVERLIMIT, BYTES,
        REFUSED, UNROUTABLE, TOO_LARGE, NO_ROOM, NOT_TAKEN, OVERFLOWED, UNCOPIED, WHOLE }

    private final AtomicLongArray values = new AtomicLongArray(What.values().length);

    void add(What what, long amount) {
        int index = what.ordinal();
        values.setRelease(index, values.getPlain(index) + amount);
    }

    void count(What what) {
        add(what, 1);
    }

    long get(What what) {
        return values.getAcquire(what.ordinal());
    }

    LaneCounts read() {
        return new LaneCounts(get(What.SEEN), get(What.PASSED), get(What.LOST), get(What.MARKED), get(What.DELAYED),
            get(What.DUPLICATED), get(What.CORRUPTED), get(What.REORDERED), get(What.OVERLIMIT), get(What.BYTES),
            new Undelivered(get(What.REFUSED), get(What.UNROUTABLE), get(What.TOO_LARGE), get(What.NO_ROOM), get(What.NOT_TAKEN),
                get(What.OVERFLOWED), get(What.UNCOPIED), get(What.WHOLE)));
    }
}
