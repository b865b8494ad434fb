package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.inject.Injection;
import io.nofin.inject.Injector;
import io.nofin.inject.Leftovers;
import io.nofin.journal.RunDirectory;
import io.nofin.lab.Lab;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.RunId;
import io.nofin.probe.HoldEvidence;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.target.TargetResolver;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs one scenario: finds the hosts, arms, follows the timeline, reads the proof, disarms. Whatever happens, when this
 * returns or throws, nothing of the run is left in the kernel, unless the kernel itself refused to let go; then it says so.
 */
public final class ScenarioRunner {

    /** How long a connection may take to carry data again, besides the length of the longest cut: TCP waits for its timer. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final Duration LAST_PACKETS = Duration.ofMillis(500);
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    private static final int DRAWN_SEEDS = 1_000_000;

    private final Scenario scenario;
    private final RunListener listener;
    private final Cancellation cancellation;
    private final List<String> problems = new ArrayList<>();

    private ScenarioRunner(Scenario scenario, RunListener listener, Cancellation cancellation) {
        this.scenario = scenario;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Runs to the end, or until cancelled.
     *
     * @throws io.nofin.target.TargetNotFoundException        when a target or peer is not there
     * @throws io.nofin.inject.UnsupportedHostException       when this host cannot do it
     * @throws io.nofin.unit.BadValueException                when a filter does not compile
     * @throws IOException                                    when the kernel refuses to arm or to disarm
     */
    public static RunResult run(Scenario scenario, TargetResolver resolver, RunListener listener, Cancellation cancellation)
            throws IOException {
        return new ScenarioRunner(scenario, listener, cancellation).run(resolver);
    }

    /** What {@link #run} would do, without doing it; only looks. */
    public static Plan plan(Scenario scenario, TargetResolver resolver) throws IOException {
        try (Stage stage = Stage.onPaper(scenario, resolver)) {
            return Planner.plan(RunId.draw(), seed(scenario), scenario, stage.hosts());
        }
    }

    /** The scenario's, or one drawn, short enough to be typed. */
    private static long seed(Scenario scenario) {
        return scenario.seed().orElseGet(() -> new SecureRandom().nextInt(DRAWN_SEEDS));
    }

    private RunResult run(TargetResolver resolver) throws IOException {
        listener.tidied(Leftovers.undo(RunDirectory.STANDARD));
        try (Lab lab = Lab.build(scenario.lab()); Stage stage = Stage.set(scenario, lab, resolver)) {
            Plan plan = Planner.plan(RunId.draw(), seed(scenario), scenario, stage.hosts());
            try (Sessions sessions = Sessions.start(scenario, stage)) {
                return inject(plan, stage, lab, sessions);
            }
        }
    }

    private RunResult inject(Plan plan, Stage stage, Lab lab, Sessions sessions) throws IOException {
        long arming = System.nanoTime();
        List<FaultResult> faults;
        List<HoldEvidence> evidence;
        Instant started;
        long disarming;
        try (Injection injection = Injector.arm(plan, stage.namespaces(), RunDirectory.STANDARD)) {
            stage.armed();
            listener.armed(plan, Duration.ofNanos(System.nanoTime() - arming));
            started = Instant.now();
            Timeline timeline = new Timeline(injection, listener, cancellation, sessions::sample);
            follow(timeline, sessions);
            letGo(injection);
            faults = results(timeline, counts(injection));
            evidence = sessions.evidence(timeline.windows());
            lab.failures().forEach(failure -> problems.add(failure.toString()));
            disarming = System.nanoTime();
        }
        listener.disarmed(Duration.ofNanos(System.nanoTime() - disarming));
        return new RunResult(scenario.name(), plan, started, faults, evidence, problems, cancellation.isCancelled());
    }

    private void follow(Timeline timeline, Sessions sessions) {
        try {
            timeline.run();
        } catch (IOException e) {
            problems.add("the timeline was broken off: " + e.getMessage());
        }
        if (!sessions.isEmpty() && !cancellation.isCancelled()) {
            listener.recovering();
            Duration longest = scenario.timeline().stream().map(step -> step.length()).max(Duration::compareTo).orElse(Duration.ZERO);
            sessions.awaitAnswers(System.nanoTime(), longest.plus(RECOVERY), cancellation);
            sessions.sample();
        }
    }

    /** Packets that a fault still holds go when they were told, unless that takes longer than any delay explains. */
    private void letGo(Injection injection) throws IOException {
        Duration longest = scenario.faults().values().stream().map(ScenarioRunner::held).max(Duration::compareTo).orElse(Duration.ZERO);
        long deadline = System.nanoTime() + longest.plus(longest.isZero() ? Duration.ZERO : LAST_PACKETS).toNanos();
        while (!cancellation.isCancelled() && System.nanoTime() - deadline < 0 && injection.held() > 0) {
            cancellation.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS);
        }
    }

    private static Duration held(Fault fault) {
        return fault instanceof Fault.OnTargets on && on.effect() instanceof Shaping shaping ? shaping.held() : Duration.ZERO;
    }

    private List<GateCount> counts(Injection injection) {
        try {
            for (String host : injection.leakingHosts()) {
                problems.add(host + ": somebody listens on the void queue by now: what was sent there may have come back");
            }
            problems.addAll(injection.failures());
            return injection.counts();
        } catch (IOException e) {
            problems.add("the kernel's counters could not be read: " + e.getMessage());
            return List.of();
        }
    }

    private List<FaultResult> results(Timeline timeline, List<GateCount> counts) {
        List<FaultResult> results = new ArrayList<>();
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            String name = fault.getKey();
            String effect = fault.getValue() instanceof Fault.OnTargets on ? on.effect().toString() : "partition";
            results.add(new FaultResult(name, effect, fault.getValue().optional(), timeline.turns(name),
                counts.stream().filter(count -> count.gate().fault().equals(name)).toList()));
        }
        return results;
    }
}
