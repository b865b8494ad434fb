package io.nofin.cli;

import io.nofin.lifecycle.Threads;
import io.nofin.probe.CallbackRun;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Transition;
import io.nofin.probe.Watching;
import io.nofin.report.MonitorEvents;
import io.nofin.report.Quantities;
import io.nofin.scenario.Probe;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Prints what a monitor sees: a line for each event on standard output, for a person or as JSON, and, on a terminal, a last line on
 * standard error with the current state. Thread-safe.
 */
final class MonitorView implements ProbeListener, AutoCloseable {

    private static final long REDRAW_MILLIS = 100;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out = System.out;
    private final PrintStream live = System.err;
    private final MonitorEvents events;
    private final boolean interactive;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor(Threads.daemons("nofin-monitor-view"));
    private boolean isOver;

    private MonitorView(Probe probe, String what, boolean json, boolean interactive) {
        this.events = json ? MonitorEvents.json(probe, what) : MonitorEvents.text(probe, what);
        this.interactive = interactive;
    }

    /** @param what the dependency that is watched, as it was typed */
    static MonitorView start(Probe probe, String what, boolean json, boolean interactive) {
        return new MonitorView(probe, what, json, interactive);
    }

    /** Redraws the last line from now on. */
    void follow(Watching monitor) {
        if (interactive) {
            redraw.scheduleAtFixedRate(() -> draw(monitor.result()), 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void changed(String probe, Transition transition) {
        line(events.changed(transition));
    }

    @Override
    public void calledBack(String probe, CallbackRun run) {
        line(events.calledBack(run));
    }

    /** Prints the last line; nothing comes behind it, whatever a listener's thread still has to tell. */
    synchronized void ended(MonitorResult result) {
        line(events.ended(result));
        isOver = true;
    }

    @Override
    public synchronized void close() {
        redraw.shutdownNow();
        clearStatus();
    }

    private synchronized void line(String text) {
        if (!isOver) {
            clearStatus();
            out.println(text);
            out.flush();
        }
    }

    private void clearStatus() {
        if (interactive) {
            live.print(CLEAR_LINE);
            live.flush();
        }
    }

    private synchronized void draw(MonitorResult result) {
        if (!redraw.isShutdown()) {
            live.print(CLEAR_LINE + result.state() + ", " + Quantities.duration(Duration.ofNanos(System.nanoTime() - start)) + ": "
                + result.succeeded() + " succeeded, " + result.failed() + " failed"
                + result.latencies().map(latencies -> ", median " + Quantities.duration(latencies.median())).orElse(""));
            live.flush();
        }
    }
}
