package io.nofin.probe;

import io.nofin.scenario.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells a listener of a probe's states, and runs the callbacks that belong to them; the probe waits for neither. May be used from any
 * thread.
 */
public final class Announcer {

    private final ListenerQueue notices;
    private final Callbacks callbacks;
    private final Optional<ProbeThreads> own;

    private Announcer(String name, Probe probe, ProbeListener listener, ProbeThreads threads, Optional<ProbeThreads> own, Probers.Addresses webhooks) {
        this.notices = new ListenerQueue(name, listener, threads.notices());
        this.callbacks = new Callbacks(name, probe.callbacks(), notices, threads.callbacks(), webhooks);
        this.own = own;
    }

    /**
     * Returns an announcer for one of several probes that share threads.
     *
     * @param threads  must stay open until the announcer has finished
     * @param webhooks resolves the host of a webhook, once per call
     */
    static Announcer sharing(String name, Probe probe, ProbeListener listener, ProbeThreads threads, Probers.Addresses webhooks) {
        return new Announcer(name, probe, listener, threads, Optional.empty(), webhooks);
    }

    /** Returns an announcer for a single probe, with threads of its own. */
    public static Announcer alone(String name, Probe probe, ProbeListener listener) {
        ProbeThreads own = ProbeThreads.start(1);
        return new Announcer(name, probe, listener, own, Optional.of(own), Probers.Addresses.RESOLVED);
    }

    /** Tells the listener of a change, and runs its callback; returns at once. */
    public void changed(Transition change) {
        notices.changed(change);
        callbacks.call(change);
    }

    /** Returns the results of the callbacks, oldest first. */
    public List<CallbackRun> callbacks() {
        return callbacks.runs();
    }

    /** Waits for the callbacks and then for the listener, at most for {@code patience} each, and releases the threads. */
    public void finish(Duration patience) {
        callbacks.finish(patience);
        notices.finish(patience);
        own.ifPresent(ProbeThreads::close);
    }
}
