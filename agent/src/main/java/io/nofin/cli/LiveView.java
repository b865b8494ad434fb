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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells on standard error what a run does: a line for each event, and, where a person watches, a last line that counts down
 * what fires now. Closing ends that line; twice is fine.
 */
final class LiveView implements RunListener, AutoCloseable {

    private static final long REDRAW_MILLIS = 100;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out = System.err;
    private final boolean interactive;
    private final Map<String, Long> endsNanos = new TreeMap<>();
    private final ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "nofin-live-view");
        thread.setDaemon(true);
        return thread;
    });
    private String waiting = "";
    private boolean armed;
    private long armedNanos;        // the timeline starts then

    private LiveView(boolean interactive) {
        this.interactive = interactive;
    }

    static LiveView start(Scenario scenario, boolean interactive) {
        LiveView view = new LiveView(interactive);
        view.line(scenario.name() + (scenario.description().isEmpty() ? "" : ": " + firstSentence(scenario.description())));
        if (interactive) {
            view.redraw.scheduleAtFixedRate(view::drawStatus, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
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
        waiting = "waiting";
        armedNanos = System.nanoTime();
        armed = true;
    }

    @Override
    public synchronized void fired(Plan.Event event, Firing firing) {
        event.faults().forEach(fault -> endsNanos.put(fault, System.nanoTime() + event.length().toNanos()));
        line(moment(event.at()) + "  inject " + String.join(", ", event.faults()) + " for " + Durations.format(event.length())
            + event.ramp().map(LiveView::described).orElse("") + ": everywhere in " + Quantities.duration(firing.took()));
    }

    @Override
    public synchronized void healed(Plan.Event event, Firing firing) {
        event.faults().forEach(endsNanos::remove);
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
        line((armed ? moment(Duration.ofNanos(System.nanoTime() - armedNanos)) : " ".repeat(8)) + "  probe  " + probe + " " + transition.to() + (transition.reason().isEmpty() ? "" : ": " + transition.reason()));
    }

    @Override
    public synchronized void disarmed(Duration took) {
        waiting = "";
        line("disarmed in " + Quantities.duration(took) + ", nothing is left");
    }

    @Override
    public synchronized void close() {
        redraw.shutdownNow();
        clearStatus();
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
        clearStatus();
        out.println(text);
    }

    private void clearStatus() {
        if (interactive) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private synchronized void drawStatus() {
        long now = System.nanoTime();
        String firing = endsNanos.entrySet().stream()
            .map(fault -> fault.getKey() + String.format(Locale.ROOT, " %.1fs", Math.max(0, fault.getValue() - now) / 1e9))
            .collect(Collectors.joining(", "));
        out.print(CLEAR_LINE + (firing.isEmpty() ? waiting : "firing: " + firing));
        out.flush();
    }
}
