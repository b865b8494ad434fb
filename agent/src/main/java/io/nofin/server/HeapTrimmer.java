package io.nofin.server;

import java.util.function.BooleanSupplier;

/**
 * Gives memory back to the host: the JVM's collector makes the heap smaller only when it collects, and it collects only when a thread
 * needs more. To be called periodically, by one thread.
 */
final class HeapTrimmer {

    /** The size of heap that is kept, in bytes. */
    private static final long ENOUGH = 16L << 20;

    private final BooleanSupplier isAtRest;
    private long before;
    private long kept;

    /** @param isAtRest returns true when a pause of a tenth of a second disturbs nothing */
    HeapTrimmer(BooleanSupplier isAtRest) {
        this.isAtRest = isAtRest;
    }

    /** Collects when the heap is large, has the size of the last call, and had another size after the last collection. */
    void trim() {
        long now = Runtime.getRuntime().totalMemory();
        if (now > ENOUGH && now == before && now != kept && isAtRest.getAsBoolean()) {
            System.gc();
            kept = Runtime.getRuntime().totalMemory();
            before = kept;
        } else {
            before = now;
        }
    }
}
