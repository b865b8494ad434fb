package io.nofin.run;

import io.nofin.inject.ArmedFaults;
import io.nofin.inject.Wipe;
import io.nofin.lifecycle.Threads;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks several times a second that the rules of a run are still in place, and which senders could get past them, on threads of its
 * own. Closing waits for a check in progress; results remain available afterwards.
 */
final class IntegrityMonitor implements AutoCloseable {

    static final Duration EVERY = Duration.ofMillis(250);

    /** Packet sockets that live shorter than this may go unnoticed where no packet of theirs is watched. */
    static final Duration SOCKETS_EVERY = Duration.ofMillis(100);

    private final Scenario scenario;
    private final ArmedFaults armedFaults;
    private final RunObservers runObservers;
    private final EventPublisher eventPublisher;
    private final ScheduledExecutorService thread = Threads.one("nofin-sentry");
    private final ScheduledExecutorService sockets = Threads.one("nofin-sockets");
    private final List<TimedWipe> wipes = new ArrayList<>();            // guarded by this
    private final Set<String> problems = new LinkedHashSet<>();     // guarded by this

    /** @param at the time counted from the start of the timeline */
    record TimedWipe(Duration at, Wipe wipe) {
    }

    private IntegrityMonitor(Scenario scenario, ArmedFaults armedFaults, RunObservers runObservers, EventPublisher eventPublisher) {
        this.scenario = scenario;
        this.armedFaults = armedFaults;
        this.runObservers = runObservers;
        this.eventPublisher = eventPublisher;
    }

    static IntegrityMonitor start(Scenario scenario, ArmedFaults armedFaults, RunObservers runObservers, EventPublisher eventPublisher) {
        IntegrityMonitor integrityMonitor = new IntegrityMonitor(scenario, armedFaults, runObservers, eventPublisher);
        integrityMonitor.thread.scheduleWithFixedDelay(integrityMonitor::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        integrityMonitor.sockets.scheduleWithFixedDelay(runObservers::look, SOCKETS_EVERY.toMillis(), SOCKETS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return integrityMonitor;
    }

    /** Returns what was removed so far. */
    synchronized List<TimedWipe> wipes() {
        return List.copyOf(wipes);
    }

    /** Checks for the last time, and returns what could not be checked. */
    List<String> settle() {
        close();
        look();
        synchronized (this) {
            return List.copyOf(problems);
        }
    }

    @Override
    public void close() {
        Threads.end(sockets);
        Threads.end(thread);
    }

    private void look() {
        try {
            for (Wipe wipe : armedFaults.look(this::isWanted)) {
                TimedWipe wiped = new TimedWipe(eventPublisher.wiped(wipe), wipe);
                synchronized (this) {
                    wipes.add(wiped);
                }
            }
        } catch (IOException | RuntimeException e) {
            String why = e instanceof IOException ? e.getMessage() : "defect: " + e;
            synchronized (this) {
                problems.add("unknown whether all rules stayed in place: " + why);
            }
        }
    }

    private boolean isWanted(String fault) {
        return scenario.faults().get(fault).onWipe() == OnWipe.RESTORE;
    }
}
