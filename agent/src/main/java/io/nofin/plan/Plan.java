package io.nofin.plan;

import io.nofin.scenario.Ramp;
import io.nofin.scenario.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The exact kernel operations of a scenario: those that arm each namespace, and the times at which gates open and close.
 *
 * @param seed      the source of every random decision
 * @param timeline  what happens by the clock
 * @param triggered the steps that wait for an event
 * @param notes     facts that a person should know before trusting it
 */
public record Plan(RunId run, long seed, List<HostPlan> hosts, List<Event> timeline, List<Step> triggered, List<String> notes) {

    /**
     * A moment at which faults are fired or healed.
     *
     * @param at     the time since the start of the timeline
     * @param faults the names of the faults, all of whose gates move together
     * @param length the length of the faults when fired
     * @param ramp   the change of the one fault from then on
     */
    public record Event(Duration at, boolean fire, List<String> faults, Duration length, Optional<Ramp> ramp) {

        /** Creates an event without a ramp. */
        public Event(Duration at, boolean fire, List<String> faults, Duration length) {
            this(at, fire, faults, length, Optional.empty());
        }
    }

    /** Creates a plan in which no step waits for an event. */
    public Plan(RunId run, long seed, List<HostPlan> hosts, List<Event> timeline, List<String> notes) {
        this(run, seed, hosts, timeline, List.of(), notes);
    }

    public Plan {
        hosts = List.copyOf(hosts);
        timeline = List.copyOf(timeline);
        triggered = List.copyOf(triggered);
        notes = List.copyOf(notes);
    }

    /** Returns this plan with further notes. */
    public Plan noting(List<String> more) {
        return new Plan(run, seed, hosts, timeline, triggered, Stream.concat(notes.stream(), more.stream()).toList());
    }

    /** Returns every movement of gates: those by the clock, and those of steps that wait for an event, as if it came at once. */
    public List<Event> movements() {
        return Stream.concat(timeline.stream(), triggered.stream().flatMap(step -> turn(step, Duration.ZERO).stream())).toList();
    }

    public List<Gate> gates(String fault) {
        return hosts.stream().flatMap(host -> host.gates().stream()).filter(gate -> gate.fault().equals(fault)).toList();
    }

    /** Returns the two events of a step that starts at a time. */
    public static List<Event> turn(Step step, Duration start) {
        return List.of(new Event(start, true, step.inject(), step.length(), step.ramp()), new Event(start.plus(step.length()), false, step.inject(), step.length()));
    }

    /** Puts healing before firing where both fall on one moment, so that a fault may start again where it ended. */
    static List<Event> timeline(List<Step> steps) {
        List<Event> events = new ArrayList<>();
        for (Step step : steps) {
            step.starts().forEach(start -> events.addAll(turn(step, start)));
        }
        events.sort(Comparator.comparing(Event::at).thenComparing(Event::fire));
        return events;
    }
}
