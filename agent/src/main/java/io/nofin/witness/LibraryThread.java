package io.nofin.witness;

import com.sun.jna.Memory;

/**
 * The thread by which JNA gives memory back. It starts with the first memory that is allocated, in the network namespace of whoever does
 * that, and ends half a minute after the last is gone. With this piece, which stays, it is started once, where no target is.
 */
final class LibraryThread {

    private static final Memory KEPT = new Memory(Long.BYTES);

    private LibraryThread() {
    }

    /** Makes sure that it runs: before a thread in a target's namespace calls libpcap by JNA. */
    static void start() {
        KEPT.setLong(0, 0);
    }
}
