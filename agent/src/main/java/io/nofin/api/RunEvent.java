package io.nofin.api;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that happened in a run: a plain value, which can be written down and read again. Moments count from the start of the
 * timeline, or from when all was armed where there is none.
 */
public sealed interface RunEvent {

    /**
     * What runs had left that were killed was taken out, or resisted; before anything else.
     *
     * @param removed how many chains, sets and qdiscs, by run
     * @param failed  in words
     */
    record Tidied(Map<String, Integer> removed, List<String> failed) implements RunEvent {

        public Tidied {
            removed = Collections.unmodifiableMap(new LinkedHashMap<>(removed));
            failed = List.copyOf(failed);
        }
    }

    /**
     * Every namespace is armed, gates closed.
     *
     * @param run      its id
     * @param shaping  who shapes what, a line for each host, fault and direction, 200 at most
     * @param seed     where random decisions come from; only where something is shaped
     * @param notes    what a person should know before trusting it
     * @param timeline what is planned, by its beginning, 200 turns at most; empty where faults are fired by hand
     * @param probes   by name, in the order of the scenario
     */
    record Armed(String run, int gates, int namespaces, Duration took, List<String> shaping, OptionalLong seed, List<String> notes,
            List<Stretch> timeline, List<String> probes) implements RunEvent {

        public Armed {
            shaping = List.copyOf(shaping);
            notes = List.copyOf(notes);
            timeline = List.copyOf(timeline);
            probes = List.copyOf(probes);
        }
    }

    /** When a fault is to be in force. */
    record Stretch(String fault, Duration from, Duration length) {

        public Duration to() {
            return from.plus(length);
        }
    }

    /**
     * The gates of some faults are open.
     *
     * @param length how long from now, unless they are healed or fired again before
     * @param ramp   how the one fault changes meanwhile, in words
     * @param took   until every namespace had it
     * @param skew   from the first namespace to the last
     */
    record Fired(Duration at, List<String> faults, Duration length, Optional<String> ramp, Duration took, Duration skew) implements RunEvent {

        public Fired {
            faults = List.copyOf(faults);
        }
    }

    /**
     * The gates of some faults are closed.
     *
     * @param took until every namespace had it
     * @param skew from the first namespace to the last
     */
    record Healed(Duration at, List<String> faults, Duration took, Duration skew) implements RunEvent {

        public Healed {
            faults = List.copyOf(faults);
        }
    }

    /**
     * The faults have followed a target that came, went or moved.
     *
     * @param at    when they had
     * @param what  in words
     * @param after how long it took since that happened
     */
    record Followed(Duration at, String what, Duration after) implements RunEvent {
    }

    /**
     * Somebody else took away what the run had put into a namespace, or put a rule in front of it.
     *
     * @param faults  those that it concerns
     * @param lost    what is missing or in the way, in words
     * @param by      who changed rules since they were last seen whole; empty where that is not known
     * @param putBack whether all of it is back in place
     */
    record Wiped(Duration at, String host, List<String> faults, List<String> lost, List<String> by, boolean putBack) implements RunEvent {

        public Wiped {
            faults = List.copyOf(faults);
            lost = List.copyOf(lost);
            by = List.copyOf(by);
        }
    }

    /** Nothing is firing any more, and the run waits for the probes to see it. */
    record Recovering() implements RunEvent {
    }

    /**
     * A probe came into another state.
     *
     * @param at       empty before all was armed
     * @param reason   why the attempt failed; empty when it succeeded
     * @param failures how many attempts in a row have failed by then
     */
    record ProbeChanged(String probe, Optional<Duration> at, ProbeState from, ProbeState to, String reason, int failures) implements RunEvent {
    }

    /** Everything is removed. */
    record Disarmed(Duration took) implements RunEvent {
    }
}
