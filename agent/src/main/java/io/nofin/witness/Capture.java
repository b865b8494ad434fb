package io.nofin.witness;

import io.nofin.lifecycle.Threads;
import io.nofin.linux.BatchCalls;
import io.nofin.unit.TimeSpan;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One interface, and the thread that reads its packets into a ring. The thread looks now and then, by the room that the kernel has for
 * packets, and not at each packet: on a busy machine, waking up costs the captured flow more than reading. It gives way to the captured
 * programs where a processor is short. Whoever cannot wait has the packets read at once by {@link #catchUp}. May be asked from any thread.
 */
final class Capture implements AutoCloseable {

    private static final long NANOS_PER_PACKET = 1_000;             // a million packets a second find room
    private static final long SHORTEST_NAP_NANOS = 16_000_000;
    private static final long LONGEST_NAP_NANOS = 50_000_000;
    private static final int PRIO_PROCESS = 0;                      // of setpriority(2), which means the calling thread by 0
    private static final int NICE = 5;
    private static final int AT_ONCE = 256;
    private static final long LOOK_FOR_LOSS_NANOS = 16_000_000;
    private static final long LONGEST_JOIN_MILLIS = 2_000;

    private final PacketSource source;
    private final Link link;
    private final FrameRing ring;
    private final Gaps gaps = new Gaps();
    private final CaptureClock clock = new CaptureClock();
    private final ReentrantLock reading = new ReentrantLock();      // guards all below that is not volatile, and the source
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

    private Capture(Link link, PacketSource source, FrameRing ring) {
        this.source = source;
        this.link = link;
        this.ring = ring;
        this.reader = Threads.daemon("nofin-witness-" + link.host + "-" + link.interfaceName, this::read);
    }

    /** Takes over {@code source}. */
    static Capture start(Link link, PacketSource source, FrameRing ring) {
        Capture capture = new Capture(link, source, ring);
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

    /** Reads what crossed before that moment, unless another thread is just reading. */
    void catchUp(long nanos) {
        if (!hasReached(nanos) && reading.tryLock()) {
            look(nanos);
        }
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
        LockSupport.unpark(reader);
    }

    @Override
    public void close() {
        stop();
        try {
            reader.join(LONGEST_JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reading.lock();
        try {
            source.close();
        } finally {
            reading.unlock();
        }
    }

    /** Reads until told to stop, or until the interface is gone: then nothing later is ever caught up with. */
    private void read() {
        BatchCalls.INSTANCE.setpriority(PRIO_PROCESS, 0, NICE);
        long nap = Math.max(SHORTEST_NAP_NANOS, Math.min(LONGEST_NAP_NANOS, source.room() * NANOS_PER_PACKET));
        while (!stopping) {
            reading.lock();
            look(System.nanoTime());
            if (!stopping) {
                LockSupport.parkNanos(nap);
            }
        }
    }

    /** Reads what crossed before that moment, and lets go of the lock, which the calling thread has. */
    private void look(long nanos) {
        try {
            while (!stopping && !hasReached(nanos)) {
                readSome();
            }
        } catch (IOException gone) {
            stopping = true;
        } finally {
            reading.unlock();
        }
    }

    private void readSome() throws IOException {
        long before = System.nanoTime();
        clock.refresh(before);
        if (source.read(this::take, AT_ONCE) < AT_ONCE) {
            lookForLoss();
            caughtUpNanos = before - caughtUpNanos > 0 ? before : caughtUpNanos;
        } else if (before - lossLookedAtNanos > LOOK_FOR_LOSS_NANOS) {
            lookForLoss();
        }
    }

    /** Asks for losses; their time lies between two questions. */
    private void lookForLoss() throws IOException {
        long now = System.nanoTime();
        gaps.add(new TimeSpan(lossLookedAtNanos, now), source.lost() + unreadable);
        lossLookedAtNanos = now;
    }

    private void take(long wallNanos, int originalLength, byte[] bytes) {
        long time = clock.monotonic(wallNanos);
        if (link.parser.reads(bytes)) {
            ring.add(time, link.number, originalLength, bytes);
        } else {
            unreadable++;
        }
        long reached = time - lossLookedAtNanos < 0 ? time : lossLookedAtNanos;     // after that, losses may not have been noticed yet
        caughtUpNanos = reached - caughtUpNanos > 0 ? reached : caughtUpNanos;
    }
}
