package io.nofin.run;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.RunListener;
import io.nofin.config.HostConfig;
import io.nofin.inject.GateCount;
import io.nofin.inject.GateTiming;
import io.nofin.lifecycle.Threads;
import io.nofin.plan.Plan;
import io.nofin.plan.RunId;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Step;
import io.nofin.target.TargetResolver;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A run whose faults are fired and healed by hand instead of by a timeline. Each firing ends by itself after its length. The whole
 * run ends by {@link #finish} or {@link #close}, and by itself when the host's kill switch is used, or when a target restarts that
 * must not; nothing is armed then any more. May be used from any thread.
 */
public final class OpenRun implements AutoCloseable {

    private final Scenario scenario;
    private final ArmedRun run;
    private final ActiveFaults firings;
    private final Cancellation cancellation;
    private final ScheduledExecutorService healer = Threads.one("nofin-healer");
    private final Map<String, Long> since = new HashMap<>();        // when those that fire began to, in nanoTime; under the lock of firings
    private Optional<ScheduledFuture<?>> alarm = Optional.empty();          // likewise
    private Optional<RunResult> result = Optional.empty();
    private Optional<IOException> failure = Optional.empty();
    private boolean over;

    private OpenRun(Scenario scenario, ArmedRun run, Cancellation cancellation) {
        this.scenario = scenario;
        this.run = run;
        this.firings = run.firings();
        this.cancellation = cancellation;
    }

    /**
     * Finds the hosts and arms for root, gates closed.
     *
     * @param scenario whose timeline does not matter
     * @param config   what holds for all faults on this host
     * @throws io.nofin.api.TargetNotFoundException  when a target or peer is not there
     * @throws io.nofin.api.UnsupportedHostException when this host cannot do it
     * @throws BadValueException                        when a filter does not compile
     * @throws IOException                              when the kernel refuses to arm
     */
    public static OpenRun arm(Scenario scenario, HostConfig config, TargetResolver resolver, Artifacts artifacts, RunListener listener)
            throws IOException {
        return arm(scenario, RunAuthority.of(scenario, config, true), resolver, artifacts, listener);
    }

    /** The same on somebody's behalf. */
    public static OpenRun arm(Scenario scenario, RunAuthority mandate, TargetResolver resolver, Artifacts artifacts, RunListener listener) throws IOException {
        Cancellation cancellation = new Cancellation();
        Scenario byHand = scenario.withoutTimeline();
        OpenRun open = new OpenRun(byHand, ArmedRun.arm(RunId.draw(), byHand, mandate, resolver, artifacts, listener, cancellation), cancellation);
        cancellation.whenCancelled(() -> open.healer.execute(open::conclude));
        return open;
    }

    /** On whose behalf it was armed. */
    public RunAuthority mandate() {
        return run.rails().mandate();
    }

    public Plan plan() {
        return run.plan();
    }

    /**
     * Opens the gates of some faults everywhere at once; for one that fires already, its time begins anew.
     *
     * @param length after which they heal by themselves
     * @throws BadValueException when there is no such fault, or it may not last so long, counted from when it began to fire
     * @throws IOException       when the kernel refuses, or the run has ended; none of these faults fires then
     */
    public GateTiming fire(List<String> faults, Duration length) throws IOException {
        return fire(faults, length, Duration.ZERO);
    }

    /**
     * The same for faults that take the place of others without a gap.
     *
     * @param before how long those had been firing, which counts
     */
    public GateTiming fire(List<String> faults, Duration length, Duration before) throws IOException {
        List<String> known = known(faults);
        Duration end = Step.once(Duration.ZERO, known, length).end();
        synchronized (firings) {
            long now = System.nanoTime();
            since.keySet().retainAll(firings.remaining().keySet());
            Duration longest = known.stream().map(fault -> fired(fault, now)).max(Duration::compareTo).orElse(Duration.ZERO).plus(before);
            scenario.limits().checkEnd(longest.plus(end));
            run.rails().admit(longest.plus(end));
            GateTiming fired = firings.fireNow(known, length);
            known.forEach(fault -> since.putIfAbsent(fault, now - before.toNanos()));
            setAlarm();
            return fired;
        }
    }

    /** Closes the gates of some faults everywhere at once; does nothing about those that do not fire. */
    public GateTiming heal(List<String> faults) throws IOException {
        return firings.healNow(known(faults));
    }

    /**
     * Shapes a fault's packets otherwise from now on, whether it fires or not; those that wait go when they were told.
     *
     * @throws BadValueException when it is no fault that shapes, or the shaping has other components than the scenario's; nothing has
     *     changed then
     */
    public void shape(String fault, Shaping shaping) throws IOException {
        Shaping planned = scenario.faults().get(known(List.of(fault)).get(0)).shaping().orElseThrow(() ->
            new BadValueException(Quoted.of(fault) + " shapes nothing", "name a fault with delay, loss, rate or the like"));
        firings.shape(fault, planned, shaping);
    }

    /** What fires now, and for how long yet. */
    public Map<String, Duration> firing() {
        return firings.remaining();
    }

    /** How long a fault has been firing without a break; zero when it does not fire. */
    public Duration firedFor(String fault) {
        synchronized (firings) {
            return firings.remaining().containsKey(fault) ? fired(fault, System.nanoTime()) : Duration.ZERO;
        }
    }

    /** What the kernel counted so far, for each gate and direction. */
    public List<GateCount> counts() throws IOException {
        return firings.counts();
    }

    /** What somebody else has taken away so far of a fault's rules, sets and qdiscs, in words. */
    public List<String> wipes(String fault) {
        return run.wipes().stream().map(IntegrityMonitor.Wiped::wipe).filter(wipe -> wipe.faults().contains(fault))
            .map(wipe -> wipe + (wipe.putBack() ? ": put back" : "")).toList();
    }

    /** Whether it ended by itself. */
    public boolean isEnded() {
        return cancellation.isCancelled();
    }

    /**
     * Heals, gathers the proof, disarms and judges, as at the end of a scenario; the same again when it has done so already.
     *
     * @throws IOException           when the kernel refuses to disarm
     * @throws IllegalStateException when it was closed before
     */
    public RunResult finish() throws IOException {
        conclude();
        synchronized (this) {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return result.orElseThrow(() -> new IllegalStateException("the run was closed, and has no result"));
        }
    }

    /** Heals and disarms, and leaves the result; after {@link #finish} nothing is left to do. */
    @Override
    public synchronized void close() throws IOException {
        if (!over) {
            over = true;
            try (run) {
                run.abandon();
            } finally {
                healer.shutdown();
            }
        }
    }

    private synchronized void conclude() {
        if (!over) {
            over = true;
            try (run) {
                result = Optional.of(run.conclude());
            } catch (IOException e) {
                failure = Optional.of(e);
                result = Optional.empty();
            } finally {
                healer.shutdown();
            }
        }
    }

    /** Wakes the healer when the next fault is due. Under the lock of the firings. */
    private void setAlarm() {
        alarm.ifPresent(earlier -> earlier.cancel(false));
        alarm = firings.remaining().values().stream().min(Duration::compareTo)
            .map(next -> healer.schedule(this::healDue, next.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void healDue() {
        synchronized (firings) {
            try {
                firings.healDue();
            } catch (IOException e) {
                run.mistrust("a fault could not be healed at its end, and was left to the kernel's own timeout: " + e.getMessage());
            }
            setAlarm();
        }
    }

    private Duration fired(String fault, long now) {
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(now - since.getOrDefault(fault, now)));
    }

    private List<String> known(List<String> faults) {
        for (String fault : faults) {
            if (!scenario.faults().containsKey(fault)) {
                throw new BadValueException("no such fault: " + Quoted.of(fault), "name one of " + String.join(", ", scenario.faults().keySet()));
            }
        }
        return faults.stream().distinct().toList();
    }
}
