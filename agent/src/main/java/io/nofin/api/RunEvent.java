package io.nofin.api;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event of a run: a plain value, which can be written and read again. Times count from the start of the timeline or, where there
 * is none, from when all was armed.
 */
public sealed interface RunEvent {

    /**
     * Rules that killed runs had left were removed, or could not be. This event comes first.
     *
     * @param removed the number of chains, sets and qdiscs removed, by run
     * @param failed  descriptions of what could not be removed
     */
    record Tidied(Map<String, Integer> removed, List<String> failed) implements RunEvent {

        public Tidied {
            removed = Collections.unmodifiableMap(new LinkedHashMap<>(removed));
            failed = List.copyOf(failed);
        }
    }

    /**
     * Every namespace is armed, with closed gates.
     *
     * @param run      the run's id
     * @param shaping  the engine of each host, fault and direction, a line for each, 200 at most
     * @param seed     the seed of random decisions; only where something is shaped
     * @param notes    remarks that a person should read before trusting the run
     * @param timeline the planned turns, by their starts, 200 at most; empty where faults are fired by calls
     * @param probes   the names of the probes, in the order of the scenario
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

    /** A planned turn of a fault. */
    record Stretch(String fault, Duration from, Duration length) {

        public Duration to() {
            return from.plus(length);
        }
    }

    /**
     * The gates of some faults are open.
     *
     * @param length the time for which they fire from now on, unless healed or fired again before
     * @param ramp   a description of how the fault changes meanwhile
     * @param took   the time until every namespace had it
     * @param skew   the time from the first namespace to the last
     */
    record Fired(Duration at, List<String> faults, Duration length, Optional<String> ramp, Duration took, Duration skew) implements RunEvent {

        private static final int MOST_KNOWN = 200;      // as many as an event lists

        public Fired {
            faults = List.copyOf(faults);
        }

        /** Returns the turns that begin now and are not known: those of steps that waited for an event; none where many turns are known. */
        public List<Stretch> beyond(List<Stretch> known) {
            return known.size() >= MOST_KNOWN ? List.of() : faults.stream().map(fault -> new Stretch(fault, at, length))
                .filter(turn -> known.stream().noneMatch(other -> other.fault().equals(turn.fault()) && other.from().equals(at))).toList();
        }
    }

    /**
     * The gates of some faults are closed.
     *
     * @param took the time until every namespace had it
     * @param skew the time from the first namespace to the last
     */
    record Healed(Duration at, List<String> faults, Duration took, Duration skew) implements RunEvent {

        public Healed {
            faults = List.copyOf(faults);
        }
    }

    /**
     * The faults have followed a target that came, went or moved.
     *
     * @param at    the time when they had
     * @param what  a description of what happened to the target
     * @param after the time it took since that happened
     */
    record Followed(Duration at, String what, Duration after) implements RunEvent {
    }

    /**
     * Somebody else removed rules that the run had put into a namespace, or put a rule in front of them.
     *
     * @param faults  the faults that are concerned
     * @param lost    descriptions of what is missing or in the way
     * @param by      the programs that changed rules since they were last seen whole; empty where that is unknown
     * @param putBack whether all of it is back in place
     */
    record Wiped(Duration at, String host, List<String> faults, List<String> lost, List<String> by, boolean putBack) implements RunEvent {

        public Wiped {
            faults = List.copyOf(faults);
            lost = List.copyOf(lost);
            by = List.copyOf(by);
        }
    }

    /** All faults are healed, and the run waits for the probes to recover. */
    record Recovering() implements RunEvent {
    }

    /**
     * A probe changed its state.
     *
     * @param at       empty before all was armed
     * @param reason   the reason why the attempt failed; empty when it succeeded
     * @param failures the number of attempts in a row that have failed by then
     */
    record ProbeChanged(String probe, Optional<Duration> at, ProbeState from, ProbeState to, String reason, int failures) implements RunEvent {
    }

    /** All rules of the run are removed. */
    record Disarmed(Duration took) implements RunEvent {
    }
}
