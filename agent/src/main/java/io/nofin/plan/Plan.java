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
 * The exact kernel operations of a scenario: what is armed where, and when which gates open and close.
 *
 * @param seed  where every random decision comes from
 * @param notes what a person should know before trusting it
 */
public record Plan(RunId run, long seed, List<HostPlan> hosts, List<Event> timeline, List<String> notes) {

    /**
     * A moment at which faults are fired or healed.
     *
     * @param at     counted from the start of the timeline
     * @param faults by name; all their gates move together
     * @param length how long they last when fired
     * @param ramp   how the one fault changes from then on
     */
    public record Event(Duration at, boolean fire, List<String> faults, Duration length, Optional<Ramp> ramp) {

        /** Without a ramp. */
        public Event(Duration at, boolean fire, List<String> faults, Duration length) {
            this(at, fire, faults, length, Optional.empty());
        }
    }

    public Plan {
        hosts = List.copyOf(hosts);
        timeline = List.copyOf(timeline);
        notes = List.copyOf(notes);
    }

    /** With more that a person should know. */
    public Plan noting(List<String> more) {
        return new Plan(run, seed, hosts, timeline, Stream.concat(notes.stream(), more.stream()).toList());
    }

    public List<Gate> gates(String fault) {
        return hosts.stream().flatMap(host -> host.gates().stream()).filter(gate -> gate.fault().equals(fault)).toList();
    }

    /** Healing comes before firing where both fall on one moment, so that a fault may start again where it ended. */
    static List<Event> timeline(List<Step> steps) {
        List<Event> events = new ArrayList<>();
        for (Step step : steps) {
            for (Duration start : step.starts()) {
                events.add(new Event(start, true, step.inject(), step.length(), step.ramp()));
                events.add(new Event(start.plus(step.length()), false, step.inject(), step.length()));
            }
        }
        events.sort(Comparator.comparing(Event::at).thenComparing(Event::fire));
        return events;
    }
}
