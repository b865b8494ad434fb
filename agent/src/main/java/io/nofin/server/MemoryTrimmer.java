package io.nofin.server;

import io.nofin.linux.ResidentMemory;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back to the host: the JVM's collector makes the heap smaller only when it collects, and it collects only when a thread
 * needs more; the C library and the mapped files of the JVM are never made smaller by themselves. To be called periodically, by one
 * thread.
 */
final class MemoryTrimmer {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryTrimmer.class);

    /** The bytes by which a process grows again after it was trimmed, without any work: what it needs comes back. */
    private static final long COMES_BACK = 16L << 20;
    /** The bytes by which a process may grow from one call to the next and still count as one that does nothing. */
    private static final long QUIET = 1L << 20;

    private final BooleanSupplier isAtRest;
    private long before = Long.MAX_VALUE - QUIET;
    private long kept;

    /** @param isAtRest returns true when a pause of a tenth of a second disturbs nothing */
    MemoryTrimmer(BooleanSupplier isAtRest) {
        this.isAtRest = isAtRest;
    }

    /** Trims when the process has grown since the last time, and no more since the last call. */
    void look() {
        try {
            long now = ResidentMemory.bytes();
            if (now > kept + COMES_BACK && now <= before + QUIET && isAtRest.getAsBoolean()) {
                System.gc();
                ResidentMemory.letGo();
                now = ResidentMemory.bytes();
                kept = now;
            }
            before = now;
        } catch (IOException e) {
            LOG.warn("memory is not given back: {}", e.getMessage());
        }
    }
}
