package io.nofin.witness;

import io.nofin.scenario.Budget;
import io.nofin.scenario.Cost;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory and the number of interfaces that the captures of one run may take: a quarter of the kernel memory that this process has
 * for captures, and as much memory for packets as other runs have left. May be used from any thread.
 */
public final class CaptureMemory {

    /** The kernel memory of all runs: it belongs to the process, whoever asked for it, and so does the heap. */
    private static final AtomicLong RINGS = new AtomicLong();
    private static final AtomicLong PACKETS = new AtomicLong();

    private static final int RUNS = 4;                  // the number of runs that can have their whole share at a time
    private static final long SMALLEST_RING = 512 << 10;

    private final Budget budget;
    private long interfaces;

    private CaptureMemory(Budget budget) {
        this.budget = budget;
    }

    /** Creates the memory of a run that begins. */
    public static CaptureMemory of(Budget budget) {
        return new CaptureMemory(budget);
    }

    /** Returns one host's share of the kernel memory. */
    public Share share(int hosts) {
        return new Share(this, budget.of(Cost.CAPTURE_MEMORY) / RUNS / Math.max(1, hosts));
    }

    /**
     * One host's share.
     *
     * @param bytes kernel memory for all its interfaces; each gets {@value #SMALLEST_RING} at least, or nothing is captured at all
     */
    public record Share(CaptureMemory of, long bytes) {

        /** Counts one interface, and returns the size that its ring may have; {@link #giveBack} takes that size. */
        long take(long wanted, int interfaces, String name) {
            long ring = Math.min(wanted, Math.max(SMALLEST_RING, bytes / Math.max(1, interfaces)));
            of.count(name);
            long all = RINGS.addAndGet(ring);
            if (all > of.budget.of(Cost.CAPTURE_MEMORY)) {
                RINGS.addAndGet(-ring);
                of.budget.check(name, Cost.CAPTURE_MEMORY, all);
            }
            return ring;
        }

        void giveBack(long ring) {
            RINGS.addAndGet(-ring);
        }

        /** Takes memory for so many more bytes, if there is room. */
        boolean takePackets(long count) {
            if (PACKETS.addAndGet(count) > of.budget.of(Cost.PACKET_MEMORY)) {
                PACKETS.addAndGet(-count);
                return false;
            }
            return true;
        }

        /** Takes memory without asking for room: the least that every capture needs. */
        void takeLeastPackets(long count) {
            PACKETS.addAndGet(count);
        }

        void giveBackPackets(long count) {
            PACKETS.addAndGet(-count);
        }
    }

    /** Returns the bytes of the rings of all captures of this process. */
    static long rings() {
        return RINGS.get();
    }

    /** Returns the bytes that all captures of this process remember. */
    static long packets() {
        return PACKETS.get();
    }

    private synchronized void count(String name) {
        budget.check(name, Cost.INTERFACES, interfaces + 1);
        interfaces++;
    }
}
