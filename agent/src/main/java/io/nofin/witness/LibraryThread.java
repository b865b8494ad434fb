package io.nofin.witness;

import com.sun.jna.Memory;

/**
 * The thread by which JNA gives memory back. It starts with the first memory that is allocated, in the network namespace of the
 * thread that allocates it, and ends half a minute after the last is gone. A piece of memory that stays makes it start once, outside
 * every target's namespace.
 */
final class LibraryThread {

    private static final Memory KEPT = new Memory(Long.BYTES);

    private LibraryThread() {
    }

    /** Makes sure that it runs; to be called before a thread in a target's namespace calls libpcap by JNA. */
    static void start() {
        KEPT.setLong(0, 0);
    }
}
