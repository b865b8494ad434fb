package io.nofin.queue;

import io.nofin.lifecycle.Closer;
import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.plan.Resending.CopyRoute;
import io.nofin.queue.effect.Chain;
import io.nofin.scenario.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shapes the packets of the queues of one direction on a thread of its own, which sleeps until packets come or are due. When it
 * fails, it closes the queue, so that the kernel lets traffic past. {@link #close} releases the packets that wait.
 */
final class QueueLoop implements AutoCloseable, SendOutcome {

    private static final long STREAM_NANOS = 150_000;   // packets that come closer than that are a stream
    private static final long GATHER_NANOS = 50_000;
    private static final int LAST_ROUNDS = 1 << 12;     // enough for a full queue, and not for ever
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ROUND = 128;               // how many go before the queue is looked at again

    private final Lanes lanes = new Lanes();
    private final Lateness lateness = new Lateness();
    private final Schedule schedule = new Schedule();
    private final Closer opened;
    private final PacketMemory memory;
    private final List<KernelQueue> sources = new ArrayList<>();
    private final PacketSender packetSender;
    private final LateDuplicates lateDuplicates;
    private final PollTimer pollTimer;
    private final PacketIntake packetIntake;
    private final Thread thread;
    private long receivedAt;
    private boolean heldLast;       // the packet that went last went by a verdict
    private long gapNanos = Long.MAX_VALUE;
    private volatile boolean stopping;
    private volatile int wanted;        // the number of the last change of lanes; written by those who hold the monitor
    private int adapted;                // the last change that the queues know of; written by the thread that holds the monitor
    private volatile int waiting;
    private volatile Optional<Throwable> failure = Optional.empty();

    /** Opens its sockets in the calling thread's namespace. */
    private QueueLoop(Side side, List<Integer> queueNumbers, MarkBits marks, Resending resending, long memoryBytes,
            Closer opened) throws IOException {
        this.opened = opened;
        this.memory = new PacketMemory(memoryBytes);
        for (int number : queueNumbers) {
            sources.add(opened.add(new KernelQueue(number, side == Side.INGRESS || !sources.isEmpty(), side == Side.EGRESS)));
        }
        int mark = side == Side.EGRESS ? marks.pastOut() : marks.pastOut() | marks.pastIn();
        SegmentSizes segmentSizes = opened.add(new SegmentSizes());
        NextHops hops = opened.add(new NextHops(resending.way() == CopyRoute.ANY || resending.way() == CopyRoute.BEHIND));
        this.packetSender = opened.add(new PacketSender(memory, mark, marks.pastOut(), hops, this));
        this.lateDuplicates = opened.add(new LateDuplicates(side == Side.EGRESS ? resending.duplicates() : Resending.Duplicates.AS_IT_IS, hops, memory, lanes, schedule));
        this.pollTimer = opened.add(new PollTimer(sources.stream().mapToInt(KernelQueue::descriptor).toArray()));
        this.packetIntake = new PacketIntake(side, marks, resending, lanes, memory, schedule, segmentSizes, hops);
        this.thread = Threads.daemon("nofin-queue-" + queueNumbers.get(0), this::run);
    }

    /** @param queueNumbers the first one's large packets are taken apart by the engine, out, and all others' by the kernel */
    static QueueLoop start(NetworkNamespace namespace, Side side, List<Integer> queueNumbers, MarkBits marks,
            Resending resending, long memoryBytes) throws IOException {
        Closer opened = new Closer();
        try {
            QueueLoop queueLoop = namespace.call(() -> new QueueLoop(side, queueNumbers, marks, resending, memoryBytes, opened));
            queueLoop.thread.start();
            return queueLoop;
        } catch (IOException | RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }

    Lanes lanes() {
        return lanes;
    }

    Lateness lateness() {
        return lateness;
    }

    /** Counts the packet as undelivered for each fault that it went through. */
    @Override
    public void refused(Packet packet, int errno) {
        lanes.each(packet.lanes, shaper -> shaper.refused(errno));
    }

    @Override
    public void done(Packet packet) {
        memory.giveBack(packet);
    }

    /** Returns how many packets are held at present. */
    int waiting() {
        return waiting;
    }

    Optional<Throwable> failure() {
        return failure;
    }

    /**
     * Makes the thread adapt the queues to what the lanes need of packets now, and waits for that: packets that the kernel queues before
     * come without the content that a lane may need.
     */
    synchronized void lanesChanged() {
        int change = ++wanted;
        pollTimer.ring();
        Threads.await(this, () -> adapted - change >= 0 || stopping || failure.isPresent(), PATIENCE);
    }

    @Override
    public void close() {
        stopping = true;
        pollTimer.ring();
        Threads.join(thread);
    }

    private void run() {
        PollTimer.hurryThisThread();
        try (opened) {
            while (!stopping) {
                work();
            }
            for (int i = 0; i < LAST_ROUNDS && receive(); i++) {
                release(Long.MAX_VALUE);
            }
            release(Long.MAX_VALUE);
        } catch (Throwable e) {
            failure = Optional.of(e);
        } finally {
            wake();
        }
    }

    private void work() throws IOException {
        if (wanted != adapted) {
            adapt();
        }
        boolean received = receive();
        long now = System.nanoTime();
        boolean more = release(now);
        waiting = schedule.size();
        if (received) {
            gapNanos = now - receivedAt;
            receivedAt = now;
        } else if (!more) {
            sleep(System.nanoTime());
        }
    }

    private void adapt() throws IOException {
        int change = wanted;
        for (KernelQueue source : sources) {
            source.configure(lanes);
        }
        synchronized (this) {
            adapted = change;
        }
        wake();
    }

    /** Lets those who wait for the thread look again. */
    private synchronized void wake() {
        notifyAll();
    }

    /** Sleeps until the next packet while they come singly, and until several have come while they come in streams. */
    private void sleep(long now) {
        boolean streaming = gapNanos < STREAM_NANOS && now - receivedAt < STREAM_NANOS;
        if (streaming) {
            pollTimer.pause(GATHER_NANOS);
        } else {
            pollTimer.await(schedule.isEmpty() ? -1 : Math.max(0, schedule.first().due - now));
        }
    }

    private boolean receive() {
        boolean received = false;
        for (KernelQueue source : sources) {
            received |= source.receive(packetIntake);
        }
        return received;
    }

    /** Releases packets that are due; returns whether there are more. */
    private boolean release(long now) {
        int count = 0;
        while (!schedule.isEmpty() && schedule.first().due <= now && (count < ROUND || stopping)) {
            boolean oldest = schedule.isInOrder();
            letGo(schedule.removeFirst(), oldest, now);
            count++;
        }
        if (count > 0) {
            packetSender.flush(System.nanoTime());
            flushVerdicts();
            if (lateDuplicates.send(packetSender, System.nanoTime(), !stopping)) {
                packetSender.flush(System.nanoTime());
            }
        }
        return count == ROUND;
    }

    private void letGo(Packet packet, boolean oldest, long now) {
        if (packet.attempts == 0) {
            lateness.add(now - packet.due);
            Chain.left(packet.lanes, lanes.byNumber());
        }
        keepOrder(packet);
        switch (packet.kind) {
            case COPY, FRAMED -> packetSender.send(packet, System.nanoTime());
            case SECOND -> lateDuplicates.add(packet);
            case HELD -> packet.source.verdicts().repeat(packet.id, packet.mark, oldest);
            case CHANGED -> packet.source.verdicts().repeat(packet);
        }
        if (packet.kind.isHeld()) {
            packet.source.letGo();
            memory.giveBack(packet);
        }
    }

    /**
     * Hands over what waits for the other way. At the beginning of a tracked connection the kernel holds packets, and those behind them
     * are copies; a verdict takes effect at once, a copy when its batch is sent.
     */
    private void keepOrder(Packet packet) {
        if (packet.kind.isHeld() == heldLast || packet.kind == Packet.Kind.SECOND) {
            return;
        }
        heldLast = !heldLast;
        if (heldLast) {
            packetSender.flush(System.nanoTime());
        } else {
            flushVerdicts();
        }
    }

    private void flushVerdicts() {
        for (KernelQueue source : sources) {
            source.verdicts().flush();
        }
    }
}
