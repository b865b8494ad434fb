package io.nofin.witness;

import com.sun.jna.Memory;
import org.pcap4j.core.Pcaps;

/**
 * The threads that JNA leaves behind: one gives memory back, and another, of the JDK, waited for ldconfig(8), which JNA runs before it
 * loads a library. Each starts in the network namespace of the thread that allocates first or loads first, and holds it for half a
 * minute or a minute after that. Libpcap is loaded, and a piece of memory that stays is allocated, outside every target's namespace.
 */
final class LibraryThread {

    private static final Memory KEPT = new Memory(Long.BYTES);
    private static final String LOADED = Pcaps.libVersion();

    private LibraryThread() {
    }

    /** Makes sure that both have been started; to be called before a thread in a target's namespace calls libpcap by JNA. */
    static void start() {
        KEPT.setLong(0, LOADED.length());
    }
}
