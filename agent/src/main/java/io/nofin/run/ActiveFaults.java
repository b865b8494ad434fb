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
 * What fires in a run, and what has fired: whoever moves its gates, a timeline or a person, does it by this. Moments count from when
 * this was made. May be used from any thread; its lock is the one that the {@link RunObservers} are told under.
 */
final class ActiveFaults {

    /** Only to have the rules of a ramp for a change that is done at once. */
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final ArmedFaults armedFaults;
    private final EventPublisher eventPublisher;
    private final RunObservers runObservers;
    private final long start = System.nanoTime();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, List<FaultResult.Turn>> turns = new HashMap<>();
    private final List<FaultWindow> disturbances = new ArrayList<>();
    private final Map<String, Shaping> shaped = new HashMap<>();       // as asked for last
    private List<GateCount> lastCounts = List.of();
    private Duration longest = Duration.ZERO;
    private Duration longestHeld = Duration.ZERO;
    private boolean ended;
    private boolean sealed;

    /** A fault that fires now; it goes on doing so when it is fired again. */
    private record Open(Duration from, GateTiming fired, long sinceNanos) {
    }

    ActiveFaults(ArmedFaults armedFaults, EventPublisher eventPublisher, RunObservers runObservers) {
        this.armedFaults = armedFaults;
        this.eventPublisher = eventPublisher;
        this.runObservers = runObservers;
        eventPublisher.started(start);
    }

    /** Where moments count from, on the clock of {@link System#nanoTime}. */
    long startNanos() {
        return start;
    }

    /** Tells those who look on before it fires. */
    synchronized GateTiming fireNow(List<String> faults, Duration length) throws IOException {
        refuseWhenEnded();
        runObservers.firing(closed(faults));
        return fire(now(), faults, length, Optional.empty());
    }

    /**
     * Fires, or fires for longer what fires already.
     *
     * @param at   as it is to be reported
     * @param ramp likewise
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
                heal(now(), faults);            // no gate is open by now; what had fired before has ended
            } catch (IOException e) {
                refused.addSuppressed(e);
            }
            throw refused;
        }
    }

    synchronized GateTiming healNow(List<String> faults) throws IOException {
        return heal(now(), faults);
    }

    /** Heals those among some faults that fire, all of them as one. */
    synchronized GateTiming heal(Duration at, List<String> faults) throws IOException {
        List<String> healing = faults.stream().filter(open::containsKey).toList();
        if (healing.isEmpty()) {
            return new GateTiming(Instant.now(), Duration.ZERO, Duration.ZERO);
        }
        runObservers.healing(healing);
        long until = System.nanoTime();
        GateTiming healed = armedFaults.heal(healing);
        long since = 0;                 // of the fault that was open longest, counted from the heal
        for (String fault : healing) {
            Open opened = open.remove(fault);
            turns.computeIfAbsent(fault, key -> new ArrayList<>()).add(new FaultResult.Turn(opened.from, opened.fired, at, healed));
            since = Math.min(since, opened.sinceNanos - until);
        }
        disturbances.add(new FaultWindow(healing, new TimeSpan(until + since, until)));
        eventPublisher.healed(at, healing, healed);
        return healed;
    }

    /** Heals what has fired for as long as it was to. */
    synchronized void healDue() throws IOException {
        long now = System.nanoTime();
        healNow(armedFaults.firing().now().entrySet().stream().filter(fault -> fault.getValue().untilNanos() - now <= 0).map(Map.Entry::getKey).toList());
    }

    synchronized void healAll() throws IOException {
        healNow(List.copyOf(open.keySet()));
    }

    /** Heals all; nothing fires any more. */
    synchronized void end() throws IOException {
        ended = true;
        healAll();
    }

    /**
     * Shapes a fault's packets otherwise from now on, whether it fires or not.
     *
     * @param planned how the scenario has it
     * @throws io.nofin.unit.BadValueException when a ramp could not go there from how it is now
     */
    synchronized void shape(String fault, Shaping planned, Shaping asked) throws IOException {
        refuseWhenEnded();
        Shaping wanted = new Ramp(shaped.getOrDefault(fault, planned), asked, AT_ONCE).to();
        shaped.put(fault, asked);
        longestHeld = longestHeld.compareTo(wanted.held()) > 0 ? longestHeld : wanted.held();
        runObservers.changed(fault);
        armedFaults.set(fault, wanted);
    }

    /** What fires now, and for how long yet. */
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

    /** What the kernel counted so far; what it had counted in the end, once that was {@linkplain #seal read}. */
    synchronized List<GateCount> counts() throws IOException {
        return sealed ? lastCounts : armedFaults.counts();
    }

    /** Reads what the kernel counted for the last time. */
    synchronized List<GateCount> seal() throws IOException {
        lastCounts = counts();
        sealed = true;
        return lastCounts;
    }

    /** The longest time that any fault was to fire. */
    synchronized Duration longest() {
        return longest;
    }

    /** The longest that packets were held by what a fault was changed to. */
    synchronized Duration longestHeld() {
        return longestHeld;
    }

    synchronized List<FaultResult.Turn> turns(String fault) {
        return List.copyOf(turns.getOrDefault(fault, List.of()));
    }

    /** By their starts; faults that were healed together are one. */
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
            throw new IOException("the run has ended, and nothing of it is armed any more: start another one");
        }
    }
}
