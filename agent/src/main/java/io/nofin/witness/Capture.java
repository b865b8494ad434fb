package io.nofin.witness;

import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/**
 * One interface, and the thread that reads its packets into a ring. The thread asks and sleeps by turns: a libpcap that waits by
 * itself does not come back when nothing comes, and so cannot tell that it has read everything. What is lost may be asked from
 * any thread.
 */
final class Capture implements AutoCloseable {

    private static final long SHORTEST_SLEEP_NANOS = 1_000_000;
    private static final long LONGEST_SLEEP_NANOS = 16_000_000;     // at a million packets a second the buffer lasts longer
    private static final long LONGEST_JOIN_MILLIS = 2_000;

    private final PcapHandle handle;
    private final PacketParser parser;
    private final PacketRing ring;
    private final CaptureClock clock = new CaptureClock();
    private final Thread reader;
    private volatile long caughtUpNanos = System.nanoTime();
    private volatile boolean stopping;
    private volatile long dropped;
    private volatile long unreadable;

    private Capture(String name, PcapHandle handle, PacketParser parser, PacketRing ring) {
        this.handle = handle;
        this.parser = parser;
        this.ring = ring;
        this.reader = new Thread(this::read, "nofin-witness-" + name);
        reader.setDaemon(true);
    }

    /** Takes over {@code handle}. */
    static Capture start(String name, PcapHandle handle, PacketParser parser, PacketRing ring) {
        Capture capture = new Capture(name, handle, parser, ring);
        capture.reader.start();
        return capture;
    }

    /** Whether every packet that crossed before that moment is in the ring, or lost. */
    boolean hasReached(long nanos) {
        return caughtUpNanos - nanos >= 0;
    }

    /** Whether more packets will come. */
    boolean isRunning() {
        return reader.isAlive() && !stopping;
    }

    /** How many packets of the filter the kernel had no room for, or had no IP header where one was looked for. */
    long lostPackets() {
        try {
            dropped = handle.isOpen() ? handle.getStats().getNumPacketsDropped() : dropped;
        } catch (PcapNativeException | NotOpenException e) {
            return dropped + unreadable;        // closed just now
        }
        return dropped + unreadable;
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
        lostPackets();
        handle.close();
    }

    /** Ends when told to, or when the interface is gone: then nothing later is ever caught up with. */
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

    /** Reads until nothing is left; false when there was nothing. */
    private boolean readAll() throws PcapNativeException, EOFException, NotOpenException {
        boolean any = false;
        while (!stopping) {
            long before = System.nanoTime();
            try {
                take(handle.getNextRawPacketEx());
                any = true;
            } catch (TimeoutException nothingIsLeft) {
                caughtUpNanos = before;
                return any;
            }
        }
        return any;
    }

    private void take(byte[] frame) {
        long time = clock.monotonic(handle.getTimestamp());
        parser.parse(frame).ifPresentOrElse(packet -> ring.add(time, packet), this::countUnreadable);
        caughtUpNanos = time;
    }

    /** Only the reading thread counts. */
    private void countUnreadable() {
        unreadable = unreadable + 1;
    }
}
