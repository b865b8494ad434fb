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
import io.nofin.probe.Disturbance;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.scenario.Fault;
import io.nofin.scenario.HostConfig;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.target.TargetResolver;
import io.nofin.witness.FaultEvidence;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** How long callbacks may take to end when all else has. */
    private static final Duration CALLBACKS = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final Keep keep;
    private final Announcements announcements;
    private final Cancellation cancellation;
    private final List<String> problems = new ArrayList<>();

    private ScenarioRunner(Scenario scenario, Keep keep, RunListener listener, Cancellation cancellation) {
        this.scenario = scenario;
        this.keep = keep;
        this.announcements = new Announcements(listener);
        this.cancellation = cancellation;
    }

    /**
     * Runs to the end, or until cancelled, by the cancellation or by the host's kill switch.
     *
     * @param config what holds for all faults on this host
     * @throws io.nofin.target.TargetNotFoundException        when a target or peer is not there
     * @throws io.nofin.inject.UnsupportedHostException       when this host cannot do it
     * @throws io.nofin.unit.BadValueException                when a filter does not compile
     * @throws IOException                                    when the kernel refuses to arm or to disarm
     */
    public static RunResult run(Scenario scenario, HostConfig config, TargetResolver resolver, Keep keep, RunListener listener,
            Cancellation cancellation) throws IOException {
        ScenarioRunner runner = new ScenarioRunner(scenario, keep, listener, cancellation);
        try (KillSwitch killSwitch = KillSwitch.watch(cancellation)) {
            return runner.run(Rails.of(scenario, config), resolver, killSwitch);
        }
    }

    /** What {@link #run} would do, without doing it; only looks. */
    public static Plan plan(Scenario scenario, HostConfig config, TargetResolver resolver) throws IOException {
        try (Stage stage = Stage.onPaper(scenario, Rails.of(scenario, config), resolver)) {
            return Planner.plan(RunId.draw(), seed(scenario), scenario, stage.hosts());
        }
    }

    /** The scenario's, or one drawn, short enough to be typed. */
    private static long seed(Scenario scenario) {
        return scenario.seed().orElseGet(() -> new SecureRandom().nextInt(DRAWN_SEEDS));
    }

    private RunResult run(Rails rails, TargetResolver resolver, KillSwitch killSwitch) throws IOException {
        Instant since = Instant.now();
        announcements.tidied(Leftovers.undo(RunDirectory.STANDARD));
        try (Lab lab = Lab.build(scenario.lab()); Stage stage = Stage.set(scenario, rails, lab, resolver)) {
            Plan plan = Planner.plan(RunId.draw(), seed(scenario), scenario, stage.hosts());
            boolean watched = scenario.needsWitness() || keep.captures().isPresent();
            try (Sessions sessions = Sessions.start(scenario, stage, plan.seed(), announcements::probeChanged);
                    Onlookers onlookers = Onlookers.start(scenario, plan, stage, sessions, watched)) {
                sessions.awaitFirstAttempts(cancellation);
                return inject(plan, stage, since, lab, sessions, onlookers, killSwitch);
            }
        }
    }

    private RunResult inject(Plan plan, Stage stage, Instant since, Lab lab, Sessions sessions, Onlookers onlookers,
            KillSwitch killSwitch) throws IOException {
        long arming = System.nanoTime();
        Duration armingTook;
        List<FaultResult> faults;
        List<FaultEvidence> evidence;
        List<Disturbance> disturbances;
        List<HoldEvidence> connections;
        Optional<Recording> recording;
        Instant started;
        long disarming;
        try (Injection injection = Injector.arm(plan, stage.namespaces(), RunDirectory.STANDARD);
                Recorder recorder = Recorder.start(keep.series(), plan, stage, sessions);
                Follower follower = Follower.start(scenario, stage, injection, since, announcements, cancellation)) {
            stage.armed();
            armingTook = Duration.ofNanos(System.nanoTime() - arming);
            announcements.armed(plan, scenario.probes().keySet(), armingTook);
            started = Instant.now();
            Timeline timeline = new Timeline(injection, announcements, cancellation, onlookers);
            announcements.started(timeline.startNanos());
            follow(timeline, sessions);
            letGo(injection);
            problems.addAll(follower.settle());
            recording = recorder.stop(timeline.startNanos());
            List<GateCount> counts = counts(injection);
            faults = results(timeline, counts);
            evidence = onlookers.evidence(counts, longestHeld());
            disturbances = disturbances(timeline);
            connections = sessions.evidence(disturbances.stream().map(Disturbance::window).toList());
            lab.failures().forEach(failure -> problems.add(failure.toString()));
            disarming = System.nanoTime();
        }
        killSwitch.used().ifPresent(problems::add);
        announcements.disarmed(Duration.ofNanos(System.nanoTime() - disarming));
        List<MonitorResult> probes = sessions.stop(cancellation.isCancelled() ? Duration.ZERO : CALLBACKS);
        keep(onlookers);
        Judges judges = new Judges(stage, faults, evidence, connections, probes, disturbances, armingTook);
        List<Judgement> judgements = cancellation.isCancelled() ? List.of() : scenario.expect().stream().map(judges::judge).toList();
        return new RunResult(scenario.name(), plan, started, faults, connections, probes, disturbances, evidence, judgements, armingTook,
            Surroundings.here(), recording, problems, cancellation.isInterrupted());
    }

    private void keep(Onlookers onlookers) {
        try {
            if (keep.captures().isPresent()) {
                onlookers.save(keep.captures().get());
            }
        } catch (IOException e) {
            problems.add("the captures could not be kept: " + e.getMessage());
        }
    }

    private void follow(Timeline timeline, Sessions sessions) {
        try {
            timeline.run();
        } catch (IOException e) {
            problems.add("the timeline was broken off: " + e.getMessage());
        }
        if (!sessions.isEmpty() && !cancellation.isCancelled()) {
            announcements.recovering();
            Duration longest = scenario.timeline().stream().map(step -> step.length()).max(Duration::compareTo).orElse(Duration.ZERO);
            sessions.awaitRecovery(System.nanoTime(), longest.plus(RECOVERY), cancellation);
            sessions.sample();
        }
    }

    /** Packets that a fault still holds go when they were told, unless that takes longer than any delay explains. */
    private void letGo(Injection injection) throws IOException {
        Duration longest = longestHeld();
        long deadline = System.nanoTime() + longest.plus(longest.isZero() ? Duration.ZERO : LAST_PACKETS).toNanos();
        while (!cancellation.isCancelled() && System.nanoTime() - deadline < 0 && injection.held() > 0) {
            cancellation.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS);
        }
    }

    /** By any fault, ramps among them. */
    private Duration longestHeld() {
        return Stream.concat(scenario.faults().values().stream().map(ScenarioRunner::held),
            scenario.timeline().stream().flatMap(step -> step.ramp().stream()).map(ramp -> ramp.to().held()))
            .max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static Duration held(Fault fault) {
        return fault instanceof Fault.OnTargets on && on.effect() instanceof Shaping shaping ? shaping.held() : Duration.ZERO;
    }

    private static List<Disturbance> disturbances(Timeline timeline) {
        Comparator<Disturbance> byStart = (one, other) -> Long.signum(one.window().startNanos() - other.window().startNanos());
        return timeline.disturbances().stream().sorted(byStart).toList();
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
