package io.nofin.run;

import io.nofin.api.RunEvent;
import io.nofin.api.RunListener;
import io.nofin.inject.CrashRecovery;
import io.nofin.inject.GateTiming;
import io.nofin.inject.Wipe;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.probe.Transition;
import io.nofin.scenario.Ramp;
import io.nofin.scenario.Scenario;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Publishes what happens in a run as plain values, so that listeners need not know plans and injections. Thread-safe. */
final class EventPublisher {

    private static final int MOST_TOLD = 200;       // turns, and lines on shaping: an event must not be many times the size of the scenario
    private static final int MOST_NAMED = 5;        // hosts that one explanation names

    private final RunListener listener;
    private volatile OptionalLong startNanos = OptionalLong.empty();

    EventPublisher(RunListener listener) {
        this.listener = listener;
    }

    void tidied(CrashRecovery.Outcome leftovers) {
        listener.told(new RunEvent.Tidied(leftovers.removed(), leftovers.failed()));
    }

    void armed(Plan plan, Scenario scenario, Duration took) {
        int gates = plan.hosts().stream().mapToInt(host -> host.gates().size()).sum();
        listener.told(new RunEvent.Armed(plan.run().value(), gates, plan.hosts().size(), took,
            shaping(plan).limit(MOST_TOLD).toList(), scenario.isRandom() ? OptionalLong.of(plan.seed()) : OptionalLong.empty(),
            notes(plan), plan.timeline().stream().filter(Plan.Event::fire).flatMap(EventPublisher::stretches).limit(MOST_TOLD).toList(),
            List.copyOf(scenario.probes().keySet())));
    }

    /** Starts the clock of probe events, by {@link System#nanoTime}. */
    void started(long nanos) {
        startNanos = OptionalLong.of(nanos);
    }

    void fired(Duration at, List<String> faults, Duration length, Optional<Ramp> ramp, GateTiming fired) {
        listener.told(new RunEvent.Fired(at, faults, length, ramp.map(EventPublisher::words), fired.took(), fired.skew()));
    }

    void healed(Duration at, List<String> faults, GateTiming healed) {
        listener.told(new RunEvent.Healed(at, faults, healed.took(), healed.skew()));
    }

    void followed(String what, Duration after) {
        listener.told(new RunEvent.Followed(now(), what, after));
    }

    /** @return the time of the event, counted from the start of the timeline */
    Duration wiped(Wipe wipe) {
        Duration at = now();
        listener.told(new RunEvent.Wiped(at, wipe.host(), wipe.faults(), wipe.lost(), wipe.by(), wipe.putBack()));
        return at;
    }

    void recovering() {
        listener.told(new RunEvent.Recovering());
    }

    void probeChanged(String probe, Transition change) {
        OptionalLong start = startNanos;
        Optional<Duration> at = start.isPresent() && change.atNanos() - start.getAsLong() >= 0
            ? Optional.of(Duration.ofNanos(change.atNanos() - start.getAsLong())) : Optional.empty();
        listener.told(new RunEvent.ProbeChanged(probe, at, change.from(), change.to(), change.reason(), change.failures()));
    }

    void disarmed(Duration took) {
        listener.told(new RunEvent.Disarmed(took));
    }

    private static List<String> notes(Plan plan) {
        long turns = plan.timeline().stream().filter(Plan.Event::fire).mapToLong(event -> event.faults().size()).sum();
        return turns <= MOST_TOLD ? plan.notes() : Stream.concat(plan.notes().stream(),
            Stream.of("the timeline has " + turns + " turns; the first " + MOST_TOLD + " are listed, the others are reported when they come")).toList();
    }

    /** Returns the time since the start of the timeline; empty before that. */
    private Duration now() {
        OptionalLong start = startNanos;
        return start.isPresent() ? Duration.ofNanos(System.nanoTime() - start.getAsLong()) : Duration.ZERO;
    }

    /** Returns each explanation once, behind the hosts that it is about. */
    private static Stream<String> shaping(Plan plan) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        for (HostPlan host : plan.hosts()) {
            host.shaping().explanation().forEach(shape -> hosts.computeIfAbsent(shape, any -> new ArrayList<>()).add(host.host().label()));
        }
        return hosts.entrySet().stream().map(shape -> some(shape.getValue()) + ": " + shape.getKey());
    }

    private static String some(List<String> hosts) {
        return hosts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
            + (hosts.size() > MOST_NAMED ? " and " + (hosts.size() - MOST_NAMED) + " more" : "");
    }

    private static Stream<RunEvent.Stretch> stretches(Plan.Event event) {
        return event.faults().stream().map(fault -> new RunEvent.Stretch(fault, event.at(), event.length()));
    }

    private static String words(Ramp ramp) {
        return "from " + ramp.from() + " to " + ramp.to() + " in " + Durations.format(ramp.over());
    }
}
