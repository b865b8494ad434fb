package io.nofin.run;

import io.nofin.inject.Firing;
import io.nofin.inject.Injection;
import io.nofin.plan.Plan;
import io.nofin.probe.Disturbance;
import io.nofin.probe.HoldEvidence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fires, changes and heals by the clock, on an absolute schedule: a late step does not delay the ones behind it. What still fires
 * when it is broken off is healed. One thread at a time.
 */
final class Timeline {

    private final Injection injection;
    private final Announcements announcements;
    private final Cancellation cancellation;
    private final Onlookers onlookers;
    private final long start = System.nanoTime();
    private final Ramps ramps;
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, List<FaultResult.Turn>> turns = new HashMap<>();
    private final List<Disturbance> disturbances = new ArrayList<>();

    /** A fault that fires now. */
    private record Open(Duration from, Firing fired, long sinceNanos) {
    }

    Timeline(Injection injection, Announcements announcements, Cancellation cancellation, Onlookers onlookers) {
        this.injection = injection;
        this.announcements = announcements;
        this.cancellation = cancellation;
        this.onlookers = onlookers;
        this.ramps = new Ramps(injection, cancellation);
    }

    /** Runs to the end, or until cancelled. */
    void run() throws IOException {
        try {
            for (Plan.Event event : injection.plan().timeline()) {
                if (event.fire()) {
                    ramps.climbUntil(start + event.at().minus(Onlookers.NOTICE).toNanos());
                    onlookers.firing(event.faults());
                }
                ramps.climbUntil(start + event.at().toNanos());
                if (cancellation.isCancelled()) {
                    return;
                }
                if (event.fire()) {
                    fire(event);
                } else {
                    heal(event);
                }
            }
        } finally {
            healWhatIsOpen();
        }
    }

    /** Where moments count from, on the clock of {@link System#nanoTime}. */
    long startNanos() {
        return start;
    }

    List<FaultResult.Turn> turns(String fault) {
        return turns.getOrDefault(fault, List.of());
    }

    /** In the order they were healed; faults that are healed together are one. */
    List<Disturbance> disturbances() {
        return disturbances;
    }

    private void fire(Plan.Event event) throws IOException {
        ramps.prepare(event);
        Firing fired = injection.fire(event.faults(), event.length());
        ramps.start(event);
        onlookers.fired(event.faults());
        event.faults().forEach(fault -> open.put(fault, new Open(event.at(), fired, System.nanoTime())));
        announcements.fired(event.at(), event.faults(), event.length(), event.ramp(), fired);
    }

    private void heal(Plan.Event event) throws IOException {
        onlookers.healing(event.faults());
        ramps.end(event.faults());
        long until = System.nanoTime();
        Firing healed = injection.heal(event.faults());
        long since = 0;                 // of the fault that was open longest, counted from the heal
        for (String fault : event.faults()) {
            Open opened = open.remove(fault);
            turns.computeIfAbsent(fault, any -> new ArrayList<>())
                .add(new FaultResult.Turn(opened.from, opened.fired, event.at(), healed));
            since = Math.min(since, opened.sinceNanos - until);
        }
        disturbances.add(new Disturbance(event.faults(), new HoldEvidence.Window(until + since, until)));
        announcements.healed(event.at(), event.faults(), healed);
    }

    private void healWhatIsOpen() throws IOException {
        Set<String> faults = new LinkedHashSet<>(open.keySet());
        if (!faults.isEmpty()) {
            Duration now = Duration.ofNanos(System.nanoTime() - start);
            heal(new Plan.Event(now, false, List.copyOf(faults), Duration.ZERO));
        }
    }
}
