package io.nofin.run;

import io.nofin.inject.ArmedFaults;
import io.nofin.inject.GateCount;
import io.nofin.inject.GateTiming;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.scenario.Ramp;
import io.nofin.scenario.Shaping;
import io.nofin.unit.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The faults that fire in a run, and those that have fired. Both timelines and persons fire and heal through it. Times count from its
 * creation. Thread-safe: the {@link RunObservers} are called under its lock.
 */
final class ActiveFaults {

    /** The length of a ramp that stands for a change at once, so that the rules of ramps apply to it. */
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final ArmedFaults armedFaults;
    private final EventPublisher eventPublisher;
    private final RunObservers runObservers;
    private final long start = System.nanoTime();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, List<FaultResult.Turn>> turns = new HashMap<>();
    private final List<FaultWindow> disturbances = new ArrayList<>();
    private final Map<String, Shaping> shaped = new HashMap<>();       // as last asked for
    private List<GateCount> lastCounts = List.of();
    private Duration longest = Duration.ZERO;
    private Duration longestHeld = Duration.ZERO;
    private boolean ended;
    private boolean sealed;

    /** A fault that is firing, possibly through several firings in a row. */
    private record Open(Duration from, GateTiming fired, long sinceNanos) {
    }

    ActiveFaults(ArmedFaults armedFaults, EventPublisher eventPublisher, RunObservers runObservers) {
        this.armedFaults = armedFaults;
        this.eventPublisher = eventPublisher;
        this.runObservers = runObservers;
        eventPublisher.started(start);
    }

    /** Returns the start of the run's times, by {@link System#nanoTime}. */
    long startNanos() {
        return start;
    }

    /** Fires faults now, after telling the observers. */
    synchronized GateTiming fireNow(List<String> faults, Duration length) throws IOException {
        refuseWhenEnded();
        runObservers.firing(closed(faults));
        return fire(now(), faults, length, Optional.empty());
    }

    /**
     * Fires faults, or extends the time of those that fire already.
     *
     * @param at   the time to report
     * @param ramp the ramp to report
     */
    synchronized GateTiming fire(Duration at, List<String> faults, Duration length, Optional<Ramp> ramp) throws IOException {
        refuseWhenEnded();
        List<String> fresh = closed(faults);
        try {
            GateTiming fired = armedFaults.fire(faults, length);
            runObservers.fired(fresh);
            long since = System.nanoTime();
            fresh.forEach(fault -> open.put(fault, new Open(at, fired, since)));
            longest = longest.compareTo(length) > 0 ? longest : length;
            eventPublisher.fired(at, faults, length, ramp, fired);
            return fired;
        } catch (IOException refused) {
            try {
                heal(now(), faults);            // no gate is open by now, and what had fired before has ended
            } catch (IOException e) {
                refused.addSuppressed(e);
            }
            throw refused;
        }
    }

    synchronized GateTiming healNow(List<String> faults) throws IOException {
        return heal(now(), faults);
    }

    /** Heals those of the faults that fire, in one batch. */
    synchronized GateTiming heal(Duration at, List<String> faults) throws IOException {
        List<String> healing = faults.stream().filter(open::containsKey).toList();
        if (healing.isEmpty()) {
            return new GateTiming(Instant.now(), Duration.ZERO, Duration.ZERO);
        }
        runObservers.healing(healing);
        long until = System.nanoTime();
        GateTiming healed = armedFaults.heal(healing);
        long since = 0;                 // of the fault that was open longest, counted back from the heal
        for (String fault : healing) {
            Open opened = open.remove(fault);
            turns.computeIfAbsent(fault, key -> new ArrayList<>()).add(new FaultResult.Turn(opened.from, opened.fired, at, healed));
            since = Math.min(since, opened.sinceNanos - until);
        }
        disturbances.add(new FaultWindow(healing, new TimeSpan(until + since, until)));
        eventPublisher.healed(at, healing, healed);
        return healed;
    }

    /** Heals the faults whose time is over. */
    synchronized void healDue() throws IOException {
        long now = System.nanoTime();
        healNow(armedFaults.firing().now().entrySet().stream().filter(fault -> fault.getValue().untilNanos() - now <= 0).map(Map.Entry::getKey).toList());
    }

    synchronized void healAll() throws IOException {
        healNow(List.copyOf(open.keySet()));
    }

    /** Heals all faults. None can be fired afterwards. */
    synchronized void end() throws IOException {
        ended = true;
        healAll();
    }

    /**
     * Changes a fault's shaping from now on, whether it is firing or not.
     *
     * @param planned the shaping of the scenario
     * @throws io.nofin.unit.BadValueException when a ramp could not lead there from the current shaping
     */
    synchronized void shape(String fault, Shaping planned, Shaping asked) throws IOException {
        refuseWhenEnded();
        Shaping wanted = new Ramp(shaped.getOrDefault(fault, planned), asked, AT_ONCE).to();
        shaped.put(fault, asked);
        longestHeld = longestHeld.compareTo(wanted.held()) > 0 ? longestHeld : wanted.held();
        runObservers.changed(fault);
        armedFaults.set(fault, wanted);
    }

    /** Returns the faults that are firing, with the time that is left to each. */
    synchronized Map<String, Duration> remaining() {
        long now = System.nanoTime();
        Map<String, Duration> remaining = new LinkedHashMap<>();
        armedFaults.firing().now().forEach((fault, firing) -> {
            if (firing.untilNanos() - now > 0) {
                remaining.put(fault, firing.remaining(now));
            }
        });
        return remaining;
    }

    /** Returns the kernel's counters as they are now, or as they were when {@linkplain #seal sealed}. */
    synchronized List<GateCount> counts() throws IOException {
        return sealed ? lastCounts : armedFaults.counts();
    }

    /** Reads the kernel's counters for the last time. */
    synchronized List<GateCount> seal() throws IOException {
        lastCounts = counts();
        sealed = true;
        return lastCounts;
    }

    /** Returns the longest time for which any fault was fired. */
    synchronized Duration longest() {
        return longest;
    }

    /** Returns the longest time for which changed shapings held packets. */
    synchronized Duration longestHeld() {
        return longestHeld;
    }

    synchronized List<FaultResult.Turn> turns(String fault) {
        return List.copyOf(turns.getOrDefault(fault, List.of()));
    }

    /** Returns when faults were in force, by their starts. Faults that were healed together are one window. */
    synchronized List<FaultWindow> disturbances() {
        Comparator<FaultWindow> byStart = (one, other) -> Long.signum(one.window().fromNanos() - other.window().fromNanos());
        return disturbances.stream().sorted(byStart).toList();
    }

    private List<String> closed(List<String> faults) {
        return faults.stream().filter(fault -> !open.containsKey(fault)).toList();
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void refuseWhenEnded() throws IOException {
        if (ended) {
            throw new IOException("the run has ended and is disarmed: start another one");
        }
    }
}
