package io.nofin.cli;

import io.nofin.api.ProbeState;
import io.nofin.api.RunEvent;
import io.nofin.api.RunListener;
import io.nofin.lifecycle.Threads;
import io.nofin.scenario.Scenario;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reports on standard error what happens in a run: a line for each event and, on a terminal, the run's {@link TimelineStrip} below
 * them, redrawn ten times a second. Closing removes the strip, and may be repeated. Thread-safe.
 */
final class LiveView implements RunListener, AutoCloseable {

    private static final long REDRAW_MILLIS = 100;
    private static final String CLEAR_BELOW = "\033[J";
    private static final String UP = "\033[%dA";
    private static final String CLIP = "\033[?7l";         // cuts off lines that are too long for the terminal instead of wrapping them
    private static final String WRAP = "\033[?7h";

    private final PrintStream out = System.err;
    private final boolean interactive;
    private final Map<String, ProbeState> early = new LinkedHashMap<>();     // states from before the timeline starts
    private final ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor(Threads.daemons("nofin-live-view"));
    private String waiting = "";
    private Optional<TimelineStrip> strip = Optional.empty();
    private int drawn;              // how many lines of the strip are on the terminal
    private long armedNanos;        // when the timeline started, by System.nanoTime()

    private LiveView(boolean interactive) {
        this.interactive = interactive;
    }

    static LiveView start(Scenario scenario, boolean interactive) {
        LiveView view = new LiveView(interactive);
        view.line(scenario.name() + (scenario.description().isEmpty() ? "" : ": " + firstSentence(scenario.description())));
        if (interactive) {
            view.redraw.scheduleAtFixedRate(view::draw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        }
        return view;
    }

    @Override
    public synchronized void told(RunEvent event) {
        EventLines.of(event).forEach(this::line);
        if (event instanceof RunEvent.Armed armed) {
            armedNanos = System.nanoTime();
            TimelineStrip shown = new TimelineStrip(armed.timeline(), armed.probes(), Glyph.Style.ofTerminal());
            early.forEach((probe, state) -> shown.changed(probe, Duration.ZERO, state));
            strip = Optional.of(shown);
        } else if (event instanceof RunEvent.Fired fired) {
            strip.ifPresent(shown -> shown.fired(fired));
        } else if (event instanceof RunEvent.Recovering) {
            waiting = EventLines.WAITING;
        } else if (event instanceof RunEvent.ProbeChanged change) {
            strip.ifPresentOrElse(shown -> shown.changed(change.probe(), change.at().orElse(Duration.ZERO), change.to()),
                () -> early.put(change.probe(), change.to()));
        } else if (event instanceof RunEvent.Disarmed) {
            strip = Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        redraw.shutdownNow();
        clear();
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end + 1)).strip().replaceAll("\\s+", " ");
    }

    private void line(String text) {
        clear();
        out.println(text);
    }

    private Duration sinceArmed() {
        return Duration.ofNanos(System.nanoTime() - armedNanos);
    }

    private void clear() {
        if (interactive) {
            out.print("\r" + (drawn > 1 ? String.format(Locale.ROOT, UP, drawn - 1) : "") + CLEAR_BELOW);
            out.flush();
            drawn = 0;
        }
    }

    private synchronized void draw() {
        clear();
        if (strip.isPresent()) {
            List<String> lines = new ArrayList<>(strip.get().lines(sinceArmed()));
            lines.add(EventLines.moment(sinceArmed()).strip() + (waiting.isEmpty() ? "" : "  " + waiting));
            out.print(CLIP + String.join("\n", lines) + WRAP);
            out.flush();
            drawn = lines.size();
        }
    }
}
