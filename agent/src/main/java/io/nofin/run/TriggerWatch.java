package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.api.ProbeState;
import io.nofin.inject.PacketListener;
import io.nofin.queue.SeenPacket;
import io.nofin.scenario.FaultTurn;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Step;
import io.nofin.scenario.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Waits for the events by which steps begin. What happens before {@link #begin} counts for nothing, and each step begins once.
 * Thread-safe.
 */
final class TriggerWatch implements PacketListener {

    /** The longest time that the kernel holds a packet for faults that do not come into force. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Awaited> awaited = new ArrayList<>();
    private final BlockingQueue<Optional<Occurrence>> occurred = new LinkedBlockingQueue<>();     // an empty one only wakes
    private final Cancellation cancellation;
    private final Map<Integer, CountDownLatch> holds = new HashMap<>();     // by steps whose packet has come
    private boolean begun;

    /** A step that waits. */
    private record Awaited(int step, Trigger.Event event) {
    }

    /**
     * The event of a step has come.
     *
     * @param step    the place of the step in the timeline, from 0
     * @param atNanos the moment, on the clock of {@link System#nanoTime}
     * @param packet  the packet that the kernel holds, if it is one
     */
    record Occurrence(int step, long atNanos, Optional<Held> packet) {
    }

    /**
     * A packet that the kernel holds.
     *
     * @param host     the label of the host that it passes
     * @param released whether it may go on
     */
    record Held(String host, SeenPacket packet, CountDownLatch released) {

        /** Lets the packet go on, and those behind it. */
        void release() {
            released.countDown();
        }
    }

    TriggerWatch(Scenario scenario, Cancellation cancellation) {
        this.cancellation = cancellation;
        for (int number = 0; number < scenario.timeline().size(); number++) {
            Step step = scenario.timeline().get(number);
            if (step.when().isPresent()) {
                awaited.add(new Awaited(number, step.when().get().event()));
            }
        }
        cancellation.whenCancelled(() -> occurred.add(Optional.empty()));
    }

    /** Starts to look at what happens. */
    synchronized void begin() {
        begun = true;
    }

    /** Tells that faults fired or were healed. */
    void became(List<String> faults, FaultTurn state) {
        happened(System.nanoTime(), event -> event instanceof Trigger.FaultBecomes fault && fault.state() == state && faults.contains(fault.fault()));
    }

    /** Tells that a probe has entered a state. */
    void became(String probe, ProbeState state, long atNanos) {
        String word = state.name().toLowerCase(Locale.ROOT);
        happened(atNanos, event -> event instanceof Trigger.ProbeBecomes turn && turn.probe().equals(probe) && turn.state().word().equals(word));
    }

    /** Holds a packet until its step has begun; those that come for the same step by other hosts meanwhile wait as long. */
    @Override
    public void seen(int step, String host, SeenPacket packet) {
        CountDownLatch hold;
        synchronized (this) {
            if (begun && forget(step)) {
                holds.put(step, new CountDownLatch(1));
                occurred.add(Optional.of(new Occurrence(step, packet.nanos(), Optional.of(new Held(host, packet, holds.get(step))))));
            }
            hold = holds.get(step);
        }
        if (hold != null) {
            try {
                hold.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets all packets go that are held. */
    synchronized void release() {
        begun = false;
        holds.values().forEach(CountDownLatch::countDown);
    }

    /** Stops waiting for the event of a step; returns false where it has come. */
    synchronized boolean forget(int step) {
        return awaited.removeIf(one -> one.step() == step);
    }

    /** Returns the next event that has come; empty at {@code untilNanos}, on the clock of {@link System#nanoTime}, or when cancelled. */
    Optional<Occurrence> await(long untilNanos) {
        try {
            while (!cancellation.isCancelled()) {
                Optional<Occurrence> next = occurred.poll(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null || next.isPresent()) {
                    return Optional.ofNullable(next).flatMap(came -> came);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
        }
        return Optional.empty();
    }

    private synchronized void happened(long atNanos, Predicate<Trigger.Event> which) {
        if (begun) {
            awaited.stream().filter(one -> which.test(one.event())).forEach(one -> occurred.add(Optional.of(new Occurrence(one.step(), atNanos, Optional.empty()))));
            awaited.removeIf(one -> which.test(one.event()));
        }
    }
}
