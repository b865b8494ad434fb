package io.nofin.probe;

import java.time.Duration;

/** Calls a listener on a thread of its own, so that the caller does not wait for it. May be used from any thread. */
final class ListenerQueue {

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(2);

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

    /** Waits for the calls that are still to be made, at most for {@code patience} or 2 s, whichever is longer. */
    void finish(Duration patience) {
        serialExecutor.finish(patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience);
        serialExecutor.close();
    }
}
