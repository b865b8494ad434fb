package io.nofin.witness;

import io.nofin.lifecycle.Threads;
import io.nofin.unit.TimeSpan;
import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/**
 * One interface, and the thread that reads its packets into a ring. The thread polls and sleeps in turn: a libpcap that waits by
 * itself does not return while no packet comes, and so cannot report that it has read everything. May be asked from any thread.
 */
final class Capture implements AutoCloseable {

    private static final long SHORTEST_SLEEP_NANOS = 1_000_000;
    private static final long LONGEST_SLEEP_NANOS = 16_000_000;     // the buffer lasts longer than that at a million packets a second
    private static final long LONGEST_JOIN_MILLIS = 2_000;

    private final PcapHandle handle;
    private final Link link;
    private final FrameRing ring;
    private final Gaps gaps = new Gaps();
    private final CaptureClock clock = new CaptureClock();
    private final Thread reader;
    private volatile long caughtUpNanos = System.nanoTime();
    private volatile boolean stopping;
    private long lossLookedAtNanos = System.nanoTime();
    private long unreadable;

    /**
     * The interface that a capture reads from.
     *
     * @param number the number of the capture among those of its witness
     */
    record Link(int number, String host, String interfaceName, int type, PacketParser parser) {
    }

    private Capture(Link link, PcapHandle handle, FrameRing ring) {
        this.handle = handle;
        this.link = link;
        this.ring = ring;
        this.reader = Threads.daemon("nofin-witness-" + link.host + "-" + link.interfaceName, this::read);
    }

    /** Takes over {@code handle}. */
    static Capture start(Link link, PcapHandle handle, FrameRing ring) {
        Capture capture = new Capture(link, handle, ring);
        capture.reader.start();
        return capture;
    }

    Link link() {
        return link;
    }

    /** Returns whether every packet that crossed before that moment is in the ring, or lost. */
    boolean hasReached(long nanos) {
        return caughtUpNanos - nanos >= 0;
    }

    /** Returns whether more packets will come. */
    boolean isRunning() {
        return reader.isAlive() && !stopping;
    }

    /**
     * Returns the gaps: packets that passed the filter and for which the kernel had no room, or that had no IP header at the expected
     * place.
     */
    Gaps gaps() {
        return gaps;
    }

    /** Makes the thread end soon; {@link #close} waits for it. */
    void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        stop();
        try {
            reader.join(LONGEST_JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        handle.close();
    }

    /** Reads until told to stop, or until the interface is gone: then nothing later is ever caught up with. */
    private void read() {
        long sleep = SHORTEST_SLEEP_NANOS;
        try {
            while (!stopping) {
                if (readAll()) {
                    sleep = SHORTEST_SLEEP_NANOS;
                }
                LockSupport.parkNanos(sleep);
                sleep = Math.min(LONGEST_SLEEP_NANOS, sleep * 2);
            }
        } catch (PcapNativeException | EOFException | NotOpenException e) {
            stopping = true;
        }
    }

    /** Asks for losses. Only the reading thread does so, so that the time of a loss is known. */
    private void lookForLoss() throws PcapNativeException, NotOpenException {
        long now = System.nanoTime();
        gaps.add(new TimeSpan(lossLookedAtNanos, now), handle.getStats().getNumPacketsDropped() + unreadable);
        lossLookedAtNanos = now;
    }

    /** Reads until nothing is left. Returns {@code false} when there was nothing to read. */
    private boolean readAll() throws PcapNativeException, EOFException, NotOpenException {
        boolean any = false;
        while (!stopping) {
            long before = System.nanoTime();
            try {
                take(handle.getNextRawPacketEx());
                any = true;
                if (before - lossLookedAtNanos > LONGEST_SLEEP_NANOS) {
                    lookForLoss();
                }
            } catch (TimeoutException nothingIsLeft) {
                lookForLoss();
                caughtUpNanos = before;
                return any;
            }
        }
        return any;
    }

    private void take(byte[] bytes) {
        long time = clock.monotonic(handle.getTimestamp());
        if (link.parser.reads(bytes)) {
            ring.add(time, link.number, handle.getOriginalLength(), bytes);
        } else {
            unreadable++;
        }
        long reached = time - lossLookedAtNanos < 0 ? time : lossLookedAtNanos;     // after that, losses may not have been noticed yet
        caughtUpNanos = reached - caughtUpNanos > 0 ? reached : caughtUpNanos;
    }
}
