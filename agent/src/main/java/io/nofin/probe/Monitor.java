package io.nofin.probe;

import io.nofin.api.ProbeState;
import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.AfterFailed;
import io.nofin.scenario.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs one probe: attempt after attempt, on a thread of its own inside the target's namespace. Listeners and callbacks run on the
 * threads that probes share. May be used from any thread. Closing it ends the current attempt and the current callback.
 */
public final class Monitor implements Watching {

    private static final long LONGEST_JOIN_MILLIS = 2_000;

    private final Probe probe;
    private final Prober contact;
    private final SplittableRandom random;
    private final MonitorLog log;
    private final ProbeStateMachine probeStateMachine;
    private final Announcer announcer;
    private final InterruptibleSleep interruptibleSleep = new InterruptibleSleep();
    private final Thread thread;

    private Monitor(String name, Probe probe, Optional<NetworkNamespace> namespace, Prober contact, long seed, Announcer announcer) {
        this.probe = probe;
        this.contact = contact;
        this.random = new SplittableRandom(seed ^ name.hashCode());
        this.log = new MonitorLog(name, probe);
        this.probeStateMachine = new ProbeStateMachine(probe.retry().attempts());
        this.announcer = announcer;
        this.thread = Threads.daemon("nofin-probe-" + name, () -> run(namespace));
        contact.onNews(interruptibleSleep::end);
    }

    /**
     * Starts a monitor.
     *
     * @param name      the probe's name
     * @param namespace the namespace from which attempts are made; empty for that of the calling thread. Must stay open until the
     *                  monitor is closed
     * @param contact   makes the attempts; closed with the monitor
     * @param seed      the seed of the jitter between attempts
     * @param threads   must stay open until the monitor is closed
     * @param webhooks  resolves the host of a webhook, once per call
     */
    public static Monitor start(String name, Probe probe, Optional<NetworkNamespace> namespace, Prober contact, long seed, ProbeListener listener,
            ProbeThreads threads, Probers.Addresses webhooks) {
        return started(new Monitor(name, probe, namespace, contact, seed, Announcer.sharing(name, probe, listener, threads, webhooks)));
    }

    /** Starts a monitor with threads of its own. */
    public static Monitor start(
            String name, Probe probe, Optional<NetworkNamespace> namespace, Prober contact, long seed, ProbeListener listener) {
        return started(new Monitor(name, probe, namespace, contact, seed, Announcer.alone(name, probe, listener)));
    }

    private static Monitor started(Monitor monitor) {
        monitor.thread.start();
        return monitor;
    }

    @Override
    public MonitorResult result() {
        return log.result(announcer.callbacks());
    }

    /** Waits for the end of the first attempt; returns false when the time is up. */
    public boolean awaitFirstAttempt(Duration limit) {
        return log.await(MonitorLog::hasTried, limit);
    }

    /** Waits until the dependency is up, or no more attempts will be made; returns false when the time is up. */
    public boolean awaitUp(Duration limit) {
        return log.await(known -> known.state() == ProbeState.UP || known.hasEnded(), limit);
    }

    /**
     * Waits until the dependency is up, as an attempt says that began after {@code nanos} or ended after it, or no more attempts will be
     * made; returns false when the time is up. A dependency that was up, and is not tried now, is up.
     */
    public boolean awaitUpSince(long nanos, Duration limit) {
        return log.await(known -> known.state() == ProbeState.UP && !known.isTryingSinceBefore(nanos) || known.hasEnded(), limit);
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        return log.await(MonitorLog::hasEnded, limit);
    }

    @Override
    public void stop(Duration patience) {
        interruptibleSleep.cancel();
        thread.interrupt();
        try {
            thread.join(LONGEST_JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        announcer.finish(patience);
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private void run(Optional<NetworkNamespace> namespace) {
        try {
            if (namespace.isPresent()) {
                namespace.get().enter();
            }
            while (!interruptibleSleep.isCancelled() && !isOver()) {
                long start = System.nanoTime();
                log.trying(start);
                attempt();
                interruptibleSleep.until(next(start));
            }
        } catch (IOException e) {
            failed("the target's network cannot be entered: " + e.getMessage());
        } finally {
            Thread.interrupted();       // lets the connections that are still open be closed in order
            contact.close();
            log.end();
        }
    }

    private boolean isOver() {
        return probeStateMachine.state() == ProbeState.FAILED && probe.afterFailed() == AfterFailed.STOP;
    }

    /**
     * Returns when the next attempt starts: one interval after the last start while the dependency is up, one interval after the last
     * end while it is not.
     */
    private long next(long start) {
        return probeStateMachine.failures() == 0 ? start + probe.every().toNanos()
            : isOver() ? start
            : System.nanoTime() + probe.retry().delay(probeStateMachine.failures(), random.nextDouble()).toNanos();
    }

    private void attempt() {
        try {
            Duration latency = contact.attempt(probe.timeout());
            long now = System.nanoTime();
            tell(log.succeeded(now, latency, probeStateMachine.succeeded(now, log.wallClock(now))));
        } catch (IOException e) {
            failed(e.getMessage());
        } catch (RuntimeException e) {
            failed(e.toString());       // if the thread died, the last state would stay for ever
        }
    }

    /** Enters a failed attempt, unless it was interrupted: then it says nothing of the dependency. */
    private void failed(String reason) {
        if (!interruptibleSleep.isCancelled()) {
            long now = System.nanoTime();
            tell(log.failed(now, reason, probeStateMachine.failed(now, log.wallClock(now), reason)));
        }
    }

    private void tell(List<Transition> changes) {
        changes.forEach(announcer::changed);
    }
}
