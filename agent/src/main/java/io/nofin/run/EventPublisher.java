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
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Says what happens in a run in plain values: who listens need not know plans and injections. May be used from any thread. */
final class EventPublisher {

    private static final int MOST_TOLD = 200;       // turns, and who shapes what: events must not be many times the scenario

    private final RunListener listener;
    private volatile OptionalLong startNanos = OptionalLong.empty();

    EventPublisher(RunListener listener) {
        this.listener = listener;
    }

    void tidied(CrashRecovery.Outcome leftovers) {
        listener.told(new RunEvent.Tidied(leftovers.removed(), leftovers.failed()));
    }

    void armed(Plan plan, Collection<String> probes, Duration took) {
        int gates = plan.hosts().stream().mapToInt(host -> host.gates().size()).sum();
        boolean shaped = plan.hosts().stream().anyMatch(host -> !host.shaping().shapes().isEmpty());
        listener.told(new RunEvent.Armed(plan.run().value(), gates, plan.hosts().size(), took,
            plan.hosts().stream().flatMap(EventPublisher::shaping).limit(MOST_TOLD).toList(), shaped ? OptionalLong.of(plan.seed()) : OptionalLong.empty(),
            notes(plan), plan.timeline().stream().filter(Plan.Event::fire).flatMap(EventPublisher::stretches).limit(MOST_TOLD).toList(),
            List.copyOf(probes)));
    }

    /** Moments of probes count from here, on the clock of {@link System#nanoTime}. */
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

    /** @return when, counted from the start of the timeline */
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
            Stream.of("the timeline has " + turns + " turns; the first " + MOST_TOLD + " are told beforehand, the others when they come")).toList();
    }

    /** Counted from the start of the timeline; nothing before that. */
    private Duration now() {
        OptionalLong start = startNanos;
        return start.isPresent() ? Duration.ofNanos(System.nanoTime() - start.getAsLong()) : Duration.ZERO;
    }

    private static Stream<String> shaping(HostPlan host) {
        return host.shaping().explanation().stream().map(shape -> host.host().label() + ": " + shape);
    }

    private static Stream<RunEvent.Stretch> stretches(Plan.Event event) {
        return event.faults().stream().map(fault -> new RunEvent.Stretch(fault, event.at(), event.length()));
    }

    private static String words(Ramp ramp) {
        return "from " + ramp.from() + " to " + ramp.to() + " in " + Durations.format(ramp.over());
    }
}
