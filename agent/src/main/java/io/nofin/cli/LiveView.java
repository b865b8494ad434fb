package io.nofin.cli;

import io.nofin.inject.Firing;
import io.nofin.inject.Leftovers;
import io.nofin.plan.Plan;
import io.nofin.probe.Transition;
import io.nofin.report.Quantities;
import io.nofin.run.RunListener;
import io.nofin.scenario.Ramp;
import io.nofin.scenario.Scenario;
import io.nofin.unit.Durations;
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
 * Tells on standard error what a run does: a line for each event, and, where a person watches, the run's {@link Strip} below them,
 * which goes on moving. Closing takes that away; twice is fine.
 */
final class LiveView implements RunListener, AutoCloseable {

    private static final long REDRAW_MILLIS = 100;
    private static final String CLEAR_BELOW = "\033[J";
    private static final String UP = "\033[%dA";
    private static final String CLIP = "\033[?7l";         // what is too long for the terminal is cut off, not wrapped
    private static final String WRAP = "\033[?7h";

    private final PrintStream out = System.err;
    private final boolean interactive;
    private final List<String> probes;
    private final Map<String, Transition> early = new LinkedHashMap<>();     // before the timeline starts
    private final ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "nofin-live-view");
        thread.setDaemon(true);
        return thread;
    });
    private String waiting = "";
    private Optional<Strip> strip = Optional.empty();
    private int drawn;              // lines of the strip that are on the terminal
    private long armedNanos;        // the timeline starts then

    private LiveView(List<String> probes, boolean interactive) {
        this.probes = probes;
        this.interactive = interactive;
    }

    static LiveView start(Scenario scenario, boolean interactive) {
        LiveView view = new LiveView(List.copyOf(scenario.probes().keySet()), interactive);
        view.line(scenario.name() + (scenario.description().isEmpty() ? "" : ": " + firstSentence(scenario.description())));
        if (interactive) {
            view.redraw.scheduleAtFixedRate(view::draw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        }
        return view;
    }

    @Override
    public synchronized void tidied(Leftovers.Outcome leftovers) {
        leftovers.removed().forEach((run, count) -> line("removed  " + run + ", which was killed: " + count + " chains, sets and qdiscs"));
        leftovers.failed().forEach(reason -> line("note     an earlier run could not be removed: " + reason));
    }

    @Override
    public synchronized void armed(Plan plan, Duration took) {
        long gates = plan.hosts().stream().mapToLong(host -> host.gates().size()).sum();
        line("armed    run " + plan.run() + ", " + Quantities.count(gates, "gate") + " in " + Quantities.count(plan.hosts().size(), "namespace")
            + ", in " + Quantities.duration(took));
        plan.hosts().forEach(host -> host.shaping().explanation().forEach(shape -> line("shaping  " + host.host().label() + ": " + shape)));
        if (plan.hosts().stream().anyMatch(host -> !host.shaping().shapes().isEmpty())) {
            line("seed     " + plan.seed());
        }
        plan.notes().forEach(note -> line("note     " + note));
        armedNanos = System.nanoTime();
        Strip armed = new Strip(plan.timeline(), probes, Glyph.Style.ofTerminal());
        early.forEach((probe, change) -> armed.changed(probe, Duration.ZERO, change.to()));
        strip = Optional.of(armed);
    }

    @Override
    public synchronized void fired(Plan.Event event, Firing firing) {
        line(moment(event.at()) + "  inject " + String.join(", ", event.faults()) + " for " + Durations.format(event.length())
            + event.ramp().map(LiveView::described).orElse("") + ": everywhere in " + Quantities.duration(firing.took()));
    }

    @Override
    public synchronized void healed(Plan.Event event, Firing firing) {
        line(moment(event.at()) + "  heal   " + String.join(", ", event.faults()) + ": everywhere in " + Quantities.duration(firing.took()));
    }

    @Override
    public synchronized void followed(String what, Duration after) {
        line("follow   " + what + ": the faults have followed " + Quantities.duration(after) + " after");
    }

    @Override
    public synchronized void recovering() {
        waiting = "waiting for the probes to see that all is well again";
        line("         " + waiting);
    }

    @Override
    public synchronized void probeChanged(String probe, Transition transition) {
        strip.ifPresentOrElse(armed -> armed.changed(probe, sinceArmed(), transition.to()), () -> early.put(probe, transition));
        line((strip.isPresent() ? moment(sinceArmed()) : " ".repeat(8)) + "  probe  " + probe + " " + transition.to()
            + (transition.reason().isEmpty() ? "" : ": " + transition.reason()));
    }

    @Override
    public synchronized void disarmed(Duration took) {
        strip = Optional.empty();
        line("disarmed in " + Quantities.duration(took) + ", nothing is left");
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

    private static String described(Ramp ramp) {
        return ", from " + ramp.from() + " to " + ramp.to() + " in " + Durations.format(ramp.over());
    }

    private static String moment(Duration at) {
        return String.format(Locale.ROOT, "%7.3fs", at.toNanos() / 1e9);
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
            lines.add(moment(sinceArmed()).strip() + (waiting.isEmpty() ? "" : "  " + waiting));
            out.print(CLIP + String.join("\n", lines) + WRAP);
            out.flush();
            drawn = lines.size();
        }
    }
}
