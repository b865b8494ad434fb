package io.nofin.probe;

import java.time.Duration;

/** Tells a listener, on a thread that it does not wait for. May be used from any thread. */
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

    /** Waits a moment for what is still to be told. */
    @Override
    public void close() {
        errand.finish(PATIENCE);
        errand.close();
    }
}
