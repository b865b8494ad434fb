package io.nofin.probe;

import io.nofin.api.ProbeState;
import io.nofin.scenario.Callback;
import io.nofin.scenario.ProbeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a probe's callbacks one after the other, and keeps the newest thousand results. May be used from any thread. */
final class Callbacks {

    private static final int MOST_RUNS = 1_000;
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final String probe;
    private final Map<ProbeEvent, Callback> callbacks;
    private final ListenerQueue listenerQueue;
    private final Probers.Addresses webhooks;
    private final SerialExecutor serialExecutor;
    private final Deque<CallbackRun> runs = new ArrayDeque<>();

    /** @param webhooks resolves their hosts */
    Callbacks(String probe, Map<ProbeEvent, Callback> callbacks, ListenerQueue listenerQueue, SerialExecutor serialExecutor, Probers.Addresses webhooks) {
        this.probe = probe;
        this.callbacks = callbacks;
        this.listenerQueue = listenerQueue;
        this.webhooks = webhooks;
        this.serialExecutor = serialExecutor;
    }

    /** Queues the callback for {@code transition}, if there is one; returns at once. */
    void call(Transition transition) {
        ProbeEvent occasion = occasion(transition.to());
        Optional.ofNullable(callbacks.get(occasion)).ifPresent(callback -> {
            if (!serialExecutor.run(() -> run(occasion, callback, transition))) {
                keep(new CallbackRun(occasion, callback.toString(), Instant.now(), Duration.ZERO, false, "not run: too many wait before it"));
            }
        });
    }

    /**
     * Waits for the callbacks that were queued, each within its own time limit, but not longer than {@code patience}; then interrupts
     * the rest.
     */
    void finish(Duration patience) {
        Duration all = callbacks.values().stream().map(Callback::timeout).reduce(SLACK, Duration::plus);
        serialExecutor.finish(all.compareTo(patience) < 0 ? all : patience);
        serialExecutor.close();
        serialExecutor.finish(SLACK);       // callbacks that were interrupted record their result
    }

    /** Returns the kept results, oldest first. */
    synchronized List<CallbackRun> runs() {
        return List.copyOf(runs);
    }

    private void run(ProbeEvent occasion, Callback callback, Transition transition) {
        Instant started = Instant.now();
        long start = System.nanoTime();
        CallbackRunner.Outcome outcome = CallbackRunner.run(callback, new StateChange(probe, transition), webhooks);
        keep(new CallbackRun(occasion, callback.toString(), started, Duration.ofNanos(System.nanoTime() - start),
            outcome.succeeded(), outcome.words()));
    }

    private void keep(CallbackRun run) {
        synchronized (this) {
            if (runs.size() == MOST_RUNS) {
                runs.removeFirst();
            }
            runs.addLast(run);
        }
        listenerQueue.calledBack(run);
    }

    private static ProbeEvent occasion(ProbeState state) {
        return switch (state) {
            case UP -> ProbeEvent.ON_CONNECT;
            case DOWN -> ProbeEvent.ON_DISCONNECT;
            case FAILED -> ProbeEvent.ON_FAILURE;
            case CONNECTING -> throw new IllegalStateException("nothing leads back to " + state);
        };
    }
}
