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
 * A run whose faults are fired and healed by calls instead of by a timeline. Each firing ends by itself after its length. The whole
 * run ends by {@link #finish} or {@link #close}, and by itself when the host's kill switch is used, or when a target with
 * {@code on-restart: fail} restarts; nothing is armed afterwards. Thread-safe.
 */
public final class OpenRun implements AutoCloseable {

    private final Scenario scenario;
    private final ArmedRun run;
    private final ActiveFaults firings;
    private final Cancellation cancellation;
    private final ScheduledExecutorService healer = Threads.one("nofin-healer");
    private final Map<String, Long> since = new HashMap<>();        // start of those that fire, by nanoTime; guarded by the lock of firings
    private Optional<ScheduledFuture<?>> alarm = Optional.empty();          // guarded by the lock of firings
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
     * Finds the hosts and arms the faults for root, with closed gates.
     *
     * @param scenario its timeline is ignored
     * @param config   the limits of this host
     * @throws io.nofin.api.TargetNotFoundException  when a target or peer is not found
     * @throws io.nofin.api.UnsupportedHostException when this host cannot do it
     * @throws BadValueException                        when a filter does not compile
     * @throws IOException                              when the kernel refuses to arm
     */
    public static OpenRun arm(Scenario scenario, HostConfig config, TargetResolver resolver, Artifacts artifacts, RunListener listener)
            throws IOException {
        return arm(scenario, RunAuthority.of(scenario, config, true), resolver, artifacts, listener, new Cancellation());
    }

    /**
     * Arms the faults on behalf of somebody.
     *
     * @param cancellation ends the run, also while it is being armed
     */
    public static OpenRun arm(Scenario scenario, RunAuthority authority, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        Scenario byHand = scenario.withoutTimeline();
        OpenRun open = new OpenRun(byHand, ArmedRun.arm(RunId.draw(), byHand, authority, resolver, artifacts, listener, cancellation), cancellation);
        cancellation.whenCancelled(() -> open.healer.execute(open::conclude));
        return open;
    }

    /** Returns the authority that the run was armed with. */
    public RunAuthority authority() {
        return run.safetyLimits().authority();
    }

    public Plan plan() {
        return run.plan();
    }

    /**
     * Fires faults, everywhere at once. For one that fires already, its time starts again.
     *
     * @param length the time after which they heal by themselves
     * @throws BadValueException when there is no such fault, or it may not last so long, counted from when it began to fire
     * @throws IOException       when the kernel refuses, or the run has ended; none of these faults fires then
     */
    public GateTiming fire(List<String> faults, Duration length) throws IOException {
        return fire(faults, length, Duration.ZERO);
    }

    /**
     * Fires faults that replace others without a gap.
     *
     * @param before how long the others had been firing, which counts towards the limits
     */
    public GateTiming fire(List<String> faults, Duration length, Duration before) throws IOException {
        List<String> known = known(faults);
        Duration end = Step.once(Duration.ZERO, known, length).end();
        synchronized (firings) {
            long now = System.nanoTime();
            since.keySet().retainAll(firings.remaining().keySet());
            Duration longest = known.stream().map(fault -> fired(fault, now)).max(Duration::compareTo).orElse(Duration.ZERO).plus(before);
            scenario.limits().checkEnd(longest.plus(end));
            run.safetyLimits().admit(longest.plus(end));
            GateTiming fired = firings.fireNow(known, length);
            known.forEach(fault -> since.putIfAbsent(fault, now - before.toNanos()));
            setAlarm();
            return fired;
        }
    }

    /** Heals faults, everywhere at once. Does nothing about those that are not firing. */
    public GateTiming heal(List<String> faults) throws IOException {
        return firings.healNow(known(faults));
    }

    /**
     * Changes a fault's shaping, whether it is firing or not. Packets that are held leave at the time they were given.
     *
     * @throws BadValueException when the fault has no shaping, or the new one has other effects than the scenario's; nothing has
     *                           changed then
     */
    public void shape(String fault, Shaping shaping) throws IOException {
        Shaping planned = scenario.faults().get(known(List.of(fault)).get(0)).shaping().orElseThrow(() ->
            new BadValueException(Quoted.of(fault) + " has no shaping", "name a fault with delay, loss, rate or the like"));
        firings.shape(fault, planned, shaping);
    }

    /** Returns the faults that are firing, with the time that is left to each. */
    public Map<String, Duration> firing() {
        return firings.remaining();
    }

    /** Returns how long a fault has been firing without a break; zero when it is not firing. */
    public Duration firedFor(String fault) {
        synchronized (firings) {
            return firings.remaining().containsKey(fault) ? fired(fault, System.nanoTime()) : Duration.ZERO;
        }
    }

    /** Returns the kernel's counters so far, by gate and direction. */
    public List<GateCount> counts() throws IOException {
        return firings.counts();
    }

    /** Describes which of a fault's rules, sets and qdiscs somebody else has removed so far. */
    public List<String> wipes(String fault) {
        return run.wipes().stream().map(IntegrityMonitor.TimedWipe::wipe).filter(wipe -> wipe.faults().contains(fault))
            .map(wipe -> wipe + (wipe.putBack() ? ": put back" : "")).toList();
    }

    /** Tells whether the run ended by itself. */
    public boolean isEnded() {
        return cancellation.isCancelled();
    }

    /**
     * Heals, gathers the evidence, disarms and judges, as at the end of a scenario. Later calls return the same result.
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
            return result.orElseThrow(() -> new IllegalStateException("the run was closed without a result"));
        }
    }

    /** Heals and disarms without a result. Does nothing after {@link #finish}. */
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

    /** Schedules the healer for when the next fault is due. Must be called under the lock of the firings. */
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
                run.mistrust("a fault could not be healed at its end, and is left to the kernel's timeout: " + e.getMessage());
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
