package io.nofin.probe;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.AfterFailed;
import io.nofin.scenario.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs one probe: attempt after attempt, on a thread of its own inside the target's namespace. What listens, and what is called
 * back, runs on the threads that probes share. May be used from any thread. Closing it ends the
 * attempt that is being made, and what is called back.
 */
public final class Monitor implements Watching {

    private static final long LONGEST_JOIN_MILLIS = 2_000;

    private final Probe probe;
    private final Contact contact;
    private final SplittableRandom random;
    private final MonitorLog log;
    private final Health health;
    private final Announcer announcer;
    private final Pause pause = new Pause();
    private final Thread thread;

    private Monitor(String name, Probe probe, Optional<NetworkNamespace> namespace, Contact contact, long seed, Announcer announcer) {
        this.probe = probe;
        this.contact = contact;
        this.random = new SplittableRandom(seed ^ name.hashCode());
        this.log = new MonitorLog(name, probe);
        this.health = new Health(probe.retry().attempts());
        this.announcer = announcer;
        this.thread = new Thread(() -> run(namespace), "nofin-probe-" + name);
        thread.setDaemon(true);
        contact.onNews(pause::end);
    }

    /**
     * Starts it.
     *
     * @param name      of the probe
     * @param namespace where attempts are made; empty for that of the calling thread. Must stay open until this is closed
     * @param contact   what makes the attempts; closed with this
     * @param seed      where the jitter between attempts comes from
     * @param threads   stay open until this is closed
     * @param webhooks  tells the address of a webhook's host, asked anew for each
     */
    public static Monitor start(String name, Probe probe, Optional<NetworkNamespace> namespace, Contact contact, long seed, ProbeListener listener,
            ProbeThreads threads, Contacts.Addresses webhooks) {
        return started(new Monitor(name, probe, namespace, contact, seed, Announcer.sharing(name, probe, listener, threads, webhooks)));
    }

    /** The same for one that is alone, with threads of its own. */
    public static Monitor start(
            String name, Probe probe, Optional<NetworkNamespace> namespace, Contact contact, long seed, ProbeListener listener) {
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

    /** Waits for the end of the first attempt; false when the time is up. */
    public boolean awaitFirstAttempt(Duration limit) {
        return log.await(MonitorLog::hasTried, limit);
    }

    /** Waits until the dependency is there, or nobody tries any more; false when the time is up. */
    public boolean awaitUp(Duration limit) {
        return log.await(known -> known.state() == ProbeState.UP || known.hasEnded(), limit);
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        return log.await(MonitorLog::hasEnded, limit);
    }

    @Override
    public void stop(Duration patience) {
        pause.cancel();
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
            while (!pause.isCancelled() && !isOver()) {
                long start = System.nanoTime();
                attempt();
                pause.until(next(start));
            }
        } catch (IOException e) {
            failed("the target's network cannot be entered: " + e.getMessage());
        } finally {
            Thread.interrupted();       // what is still to be closed is to be closed politely
            contact.close();
            log.end();
        }
    }

    private boolean isOver() {
        return health.state() == ProbeState.FAILED && probe.afterFailed() == AfterFailed.STOP;
    }

    /** From start to start while the dependency is there, from an end to a start while it is not. */
    private long next(long start) {
        return health.failures() == 0 ? start + probe.every().toNanos()
            : isOver() ? start
            : System.nanoTime() + probe.retry().delay(health.failures(), random.nextDouble()).toNanos();
    }

    private void attempt() {
        try {
            Duration latency = contact.attempt(probe.timeout());
            long now = System.nanoTime();
            tell(log.succeeded(now, latency, health.succeeded(now, log.wallClock(now))));
        } catch (IOException e) {
            failed(e.getMessage());
        } catch (RuntimeException e) {
            failed(e.toString());       // a dead thread would leave the last state standing for ever
        }
    }

    /** An attempt that was broken off says nothing. */
    private void failed(String reason) {
        if (!pause.isCancelled()) {
            long now = System.nanoTime();
            tell(log.failed(now, reason, health.failed(now, log.wallClock(now), reason)));
        }
    }

    private void tell(List<Transition> changes) {
        changes.forEach(announcer::changed);
    }
}
