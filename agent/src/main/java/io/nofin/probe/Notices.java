package io.nofin.probe;

import java.time.Duration;

/** Calls a listener on a thread of its own, so that the caller does not wait for it. May be used from any thread. */
final class Notices implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String probe;
    private final ProbeListener listener;
    private final Errand errand;

    Notices(String probe, ProbeListener listener, Errand errand) {
        this.probe = probe;
        this.listener = listener;
        this.errand = errand;
    }

    void changed(Transition transition) {
        errand.run(() -> listener.changed(probe, transition));
    }

    void calledBack(CallbackRun run) {
        errand.run(() -> listener.calledBack(probe, run));
    }

    /** Waits a moment for the calls that are still to be made. */
    @Override
    public void close() {
        errand.finish(PATIENCE);
        errand.close();
    }
}
