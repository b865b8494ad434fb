package io.nofin.witness;

import io.nofin.scenario.Budget;
import io.nofin.scenario.Cost;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the captures of one run may take: so many interfaces, a quarter of the kernel memory that there is for the captures of this
 * process, and of the packets that it remembers what others have left. May be used from any thread.
 */
public final class CaptureMemory {

    /** Kernel memory belongs to the process, whoever asked for it; so does the heap. */
    private static final AtomicLong RINGS = new AtomicLong();
    private static final AtomicLong PACKETS = new AtomicLong();

    private static final int RUNS = 4;                  // that have their whole share at a time
    private static final long SMALLEST_RING = 512 << 10;

    private final Budget budget;
    private long interfaces;

    private CaptureMemory(Budget budget) {
        this.budget = budget;
    }

    /** Of a run that begins. */
    public static CaptureMemory of(Budget budget) {
        return new CaptureMemory(budget);
    }

    /** What one of so many hosts may take in the kernel. */
    public Share share(int hosts) {
        return new Share(this, budget.of(Cost.CAPTURE_MEMORY) / RUNS / Math.max(1, hosts));
    }

    /**
     * One host's part.
     *
     * @param bytes of kernel memory, for all its interfaces; each gets {@value #SMALLEST_RING} at least, or nothing is captured at all
     */
    public record Share(CaptureMemory of, long bytes) {

        /** Counts one interface, and how large its ring may be; {@link #giveBack} takes that. */
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

        /** Whether there is room to remember so many bytes more. */
        boolean takePackets(long count) {
            if (PACKETS.addAndGet(count) > of.budget.of(Cost.PACKET_MEMORY)) {
                PACKETS.addAndGet(-count);
                return false;
            }
            return true;
        }

        /** The same, without asking: what every capture needs. */
        void takeLeastPackets(long count) {
            PACKETS.addAndGet(count);
        }

        void giveBackPackets(long count) {
            PACKETS.addAndGet(-count);
        }
    }

    /** Of all captures of this process. */
    static long rings() {
        return RINGS.get();
    }

    /** Remembered by all captures of this process. */
    static long packets() {
        return PACKETS.get();
    }

    private synchronized void count(String name) {
        budget.check(name, Cost.INTERFACES, interfaces + 1);
        interfaces++;
    }
}
