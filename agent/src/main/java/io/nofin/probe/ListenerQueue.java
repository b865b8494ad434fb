package io.nofin.probe;

import java.time.Duration;

/** Calls a listener on a thread of its own, so that the caller does not wait for it. May be used from any thread. */
final class ListenerQueue implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String probe;
    private final ProbeListener listener;
    private final SerialExecutor serialExecutor;

    ListenerQueue(String probe, ProbeListener listener, SerialExecutor serialExecutor) {
        this.probe = probe;
        this.listener = listener;
        this.serialExecutor = serialExecutor;
    }

    void changed(Transition transition) {
        serialExecutor.run(() -> listener.changed(probe, transition));
    }

    void calledBack(CallbackRun run) {
        serialExecutor.run(() -> listener.calledBack(probe, run));
    }

    /** Waits a moment for the calls that are still to be made. */
    @Override
    public void close() {
        serialExecutor.finish(PATIENCE);
        serialExecutor.close();
    }
}
