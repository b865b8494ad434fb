package io.nofin.probe;

import io.nofin.scenario.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells a listener of a probe's states, and runs the callbacks that belong to them; nobody waits for either. May be used from any thread. */
public final class Announcer {

    private final Notices notices;
    private final Callbacks callbacks;
    private final Optional<ProbeThreads> own;

    private Announcer(String name, Probe probe, ProbeListener listener, ProbeThreads threads, Optional<ProbeThreads> own, Contacts.Addresses webhooks) {
        this.notices = new Notices(name, listener, threads.notices());
        this.callbacks = new Callbacks(name, probe.callbacks(), notices, threads.callbacks(), webhooks);
        this.own = own;
    }

    /**
     * Returns one of several probes' that share threads.
     *
     * @param threads  stay open until this has finished
     * @param webhooks tells the address of a webhook's host, asked anew for each
     */
    static Announcer sharing(String name, Probe probe, ProbeListener listener, ProbeThreads threads, Contacts.Addresses webhooks) {
        return new Announcer(name, probe, listener, threads, Optional.empty(), webhooks);
    }

    /** Returns one for a probe that is alone, with threads of its own. */
    public static Announcer alone(String name, Probe probe, ProbeListener listener) {
        ProbeThreads own = ProbeThreads.start(1);
        return new Announcer(name, probe, listener, own, Optional.of(own), Contacts.Addresses.RESOLVED);
    }

    /** Tells of a change, and returns at once. */
    public void changed(Transition change) {
        notices.changed(change);
        callbacks.call(change);
    }

    /** Returns what came of the callbacks, oldest first. */
    public List<CallbackRun> callbacks() {
        return callbacks.runs();
    }

    /** Waits for callbacks and for the listener, for so long at most, and lets go of the threads. */
    public void finish(Duration patience) {
        callbacks.finish(patience);
        notices.close();
        own.ifPresent(ProbeThreads::close);
    }
}
