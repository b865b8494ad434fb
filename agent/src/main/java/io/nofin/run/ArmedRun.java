package io.nofin.run;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.RunListener;
import io.nofin.inject.ArmedFaults;
import io.nofin.inject.CrashRecovery;
import io.nofin.inject.GateCount;
import io.nofin.inject.Injector;
import io.nofin.journal.RunDirectory;
import io.nofin.lab.Lab;
import io.nofin.lifecycle.Closer;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.RunId;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Transition;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Price;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.target.TargetResolver;
import io.nofin.witness.CaptureMemory;
import io.nofin.witness.FaultEvidence;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part that all runs share, whoever fires: finds and arms the hosts before, and evaluates what happened afterwards. Closing
 * removes everything from the kernel, unless the kernel refuses, which is reported. Closing may be repeated. Not thread-safe, but for
 * {@link #firings}.
 */
final class ArmedRun implements AutoCloseable {

    /** The time that a connection may take to carry data again, in addition to the longest cut: TCP waits for its timer. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final Duration LAST_PACKETS = Duration.ofMillis(500);
    private static final long LOOK_AGAIN_NANOS = 10_000_000;

    /** The time that callbacks may take to end after everything else. */
    private static final Duration CALLBACKS = Duration.ofSeconds(10);

    private final RunId id;
    private final Scenario scenario;
    private final SafetyLimits safetyLimits;
    private final Artifacts artifacts;
    private final EventPublisher eventPublisher;
    private final Cancellation cancellation;
    private final KillSwitch killSwitch;
    private final TriggerWatch triggerWatch;
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    private final Closer around = new Closer();         // open from before arming until after disarming
    private final Closer armed = new Closer();
    private Lab lab;
    private RunHosts runHosts;
    private RunningProbes runningProbes;
    private RunObservers runObservers;
    private ArmedFaults armedFaults;
    private Recorder recorder;
    private TargetFollower targetFollower;
    private IntegrityMonitor integrityMonitor;
    private ActiveFaults firings;
    private Instant started;
    private Duration armingTook;
    private List<TriggerResult> triggered = List.of();

    private ArmedRun(RunId id, Scenario scenario, SafetyLimits safetyLimits, Artifacts artifacts, RunListener listener, Cancellation cancellation, KillSwitch killSwitch) {
        this.id = id;
        this.scenario = scenario;
        this.safetyLimits = safetyLimits;
        this.artifacts = artifacts;
        this.eventPublisher = new EventPublisher(listener);
        this.cancellation = cancellation;
        this.killSwitch = killSwitch;
        this.triggerWatch = new TriggerWatch(scenario, cancellation);
        around.add(killSwitch::close);
    }

    /** Does everything that {@link ScenarioRunner#run} does before its timeline, with the same exceptions. */
    static ArmedRun arm(RunId id, Scenario scenario, RunAuthority authority, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        KillSwitch killSwitch = KillSwitch.watch(cancellation);
        SafetyLimits safetyLimits;
        try {
            Price.of(scenario).check(authority.config().budget());
            safetyLimits = SafetyLimits.of(scenario, authority);
        } catch (IOException | RuntimeException | Error e) {
            try (killSwitch) {
                throw e;
            }
        }
        ArmedRun run = new ArmedRun(id, scenario, safetyLimits, artifacts, listener, cancellation, killSwitch);
        try {
            run.setUp(resolver);
            return run;
        } catch (IOException | RuntimeException | Error e) {
            try (run) {
                throw e;
            }
        }
    }

    private void setUp(TargetResolver resolver) throws IOException {
        Instant since = Instant.now();
        eventPublisher.tidied(CrashRecovery.undo(RunDirectory.STANDARD));
        lab = Lab.build(scenario.lab());
        around.add(lab::close);
        runHosts = RunHosts.find(scenario, safetyLimits, lab, resolver, cancellation);
        around.add(runHosts::close);
        CaptureMemory memory = CaptureMemory.of(runHosts.budget());
        long seed = ScenarioRunner.seed(scenario);
        startProbes(seed, memory);
        runHosts.survey();
        Plan plan = Planner.plan(id, seed, scenario, runHosts.hosts()).noting(runHosts.sharing());
        runObservers = RunObservers.start(scenario, plan, runHosts, runningProbes, scenario.needsWitness() || artifacts.captures().isPresent(), memory);
        around.add(runObservers::close);
        arm(plan, since);
    }

    /** Starts the probes, and waits for their first attempts. */
    private void startProbes(long seed, CaptureMemory memory) throws IOException {
        runningProbes = RunningProbes.start(scenario, runHosts, seed, this::probeChanged, memory);
        around.add(runningProbes::close);
        runningProbes.awaitFirstAttempts(cancellation);
    }

    private void probeChanged(String probe, Transition change) {
        triggerWatch.became(probe, change.to(), change.atNanos());
        eventPublisher.probeChanged(probe, change);
    }

    private void arm(Plan plan, Instant since) throws IOException {
        long arming = System.nanoTime();
        killSwitch.guard(plan.run());
        armedFaults = Injector.arm(plan, runHosts.namespaces(), RunDirectory.STANDARD, FaultWords.card(scenario, safetyLimits.authority().owner()));
        armed.add(armedFaults::close);
        recorder = Recorder.start(artifacts.series(), plan, runHosts, runningProbes);
        armed.add(recorder::close);
        targetFollower = TargetFollower.start(scenario, runHosts, armedFaults, since, runObservers, eventPublisher, cancellation);
        armed.add(targetFollower::close);
        runHosts.armed();
        armingTook = Duration.ofNanos(System.nanoTime() - arming);
        runObservers.await();
        eventPublisher.armed(plan, scenario, armingTook);
        started = Instant.now();
        firings = new ActiveFaults(armedFaults, eventPublisher, runObservers);
        integrityMonitor = IntegrityMonitor.start(scenario, armedFaults, runObservers, eventPublisher);
        armed.add(integrityMonitor::close);
    }

    Plan plan() {
        return armedFaults.plan();
    }

    SafetyLimits safetyLimits() {
        return safetyLimits;
    }

    ActiveFaults firings() {
        return firings;
    }

    /** Fires and heals by the scenario's timeline, until its end or cancellation. */
    void followTimeline() {
        try {
            Timeline timeline = new Timeline(scenario, armedFaults, firings, runObservers, triggerWatch, cancellation);
            problems.addAll(timeline.run());
            triggered = timeline.triggered();
        } catch (IOException e) {
            problems.add("the timeline ended early: " + e.getMessage());
        }
    }

    /** Returns what somebody else has removed so far. */
    List<IntegrityMonitor.TimedWipe> wipes() {
        return integrityMonitor.wipes();
    }

    /** Marks the result as unreliable. Thread-safe. */
    void mistrust(String problem) {
        problems.add(problem);
    }

    /** Heals, waits for recovery, gathers the evidence, disarms and judges. May be called once. */
    RunResult conclude() throws IOException {
        endFirings();
        recover();
        letGo();
        problems.addAll(targetFollower.settle());
        problems.addAll(integrityMonitor.settle());
        Optional<Recording> recording = recorder.stop(firings.startNanos());
        List<GateCount> counts = counts();
        List<FaultEvidence> evidence = runObservers.evidence(counts, longestHeld());
        List<FaultResult> faults = results(counts, new FaultProofs(evidence, runObservers.escapes(counts, longestHeld()), integrityMonitor.wipes(),
            targetFollower.nameChanges(), firings.disturbances()));
        List<FaultWindow> disturbances = firings.disturbances();
        List<HoldEvidence> connections = runningProbes.evidence(disturbances.stream().map(FaultWindow::window).toList());
        lab.failures().forEach(failure -> problems.add(failure.toString()));
        disarm();
        List<MonitorResult> probes = runningProbes.stop(cancellation.isCancelled() ? Duration.ZERO : CALLBACKS);
        keepCaptures();
        ExpectationJudge expectationJudge = new ExpectationJudge(runHosts, faults, evidence, connections, probes, disturbances, armingTook);
        List<Judgement> judgements = cancellation.isCancelled() ? List.of() : scenario.expect().stream().map(expectationJudge::judge).toList();
        return new RunResult(scenario.name(), plan(), started, faults, triggered.stream().map(one -> one.judged(faults)).toList(), connections, probes, disturbances, evidence, judgements, armingTook,
            Environment.here(), recording, problems, cancellation.isInterrupted());
    }

    /** Heals and disarms without a result. */
    void abandon() throws IOException {
        endFirings();
        disarm();
    }

    @Override
    public void close() throws IOException {
        try (around) {
            armed.close();
        }
    }

    private void endFirings() {
        try {
            firings.end();
        } catch (IOException e) {
            problems.add("not everything could be healed at once: " + e.getMessage());
        }
    }

    private void disarm() throws IOException {
        long disarming = System.nanoTime();
        armed.close();
        killSwitch.used().ifPresent(problems::add);
        cancellation.reason().ifPresent(who -> problems.add("ended by " + who));
        eventPublisher.disarmed(Duration.ofNanos(System.nanoTime() - disarming));
    }

    private void recover() {
        if (!runningProbes.isEmpty() && !cancellation.isCancelled()) {
            eventPublisher.recovering();
            runningProbes.awaitRecovery(System.nanoTime(), firings.longest().plus(RECOVERY), cancellation);
            runningProbes.sample();
        }
    }

    private void keepCaptures() {
        try {
            if (artifacts.captures().isPresent()) {
                runObservers.save(artifacts.captures().get());
            }
        } catch (IOException e) {
            problems.add("the captures could not be written: " + e.getMessage());
        }
    }

    /** Waits until packets that a fault still holds have left, but no longer than its delay explains. */
    private void letGo() throws IOException {
        Duration longest = longestHeld();
        long deadline = System.nanoTime() + longest.plus(longest.isZero() ? Duration.ZERO : LAST_PACKETS).toNanos();
        while (!cancellation.isCancelled() && System.nanoTime() - deadline < 0 && armedFaults.held() > 0) {
            cancellation.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS);
        }
    }

    /** Returns the longest time for which any fault holds packets, changes included. */
    private Duration longestHeld() {
        return Stream.of(Stream.of(firings.longestHeld()), scenario.faults().values().stream().flatMap(fault -> fault.shaping().stream()).map(Shaping::held),
            scenario.timeline().stream().flatMap(step -> step.ramp().stream()).map(ramp -> ramp.to().held()))
            .flatMap(held -> held).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private List<GateCount> counts() {
        try {
            for (String host : armedFaults.leakingHosts()) {
                problems.add(host + ": another program listens on the void queue now: packets sent there may have come back");
            }
            problems.addAll(armedFaults.failures());
            return firings.seal();
        } catch (IOException e) {
            problems.add("the kernel's counters could not be read: " + e.getMessage());
            return List.of();
        }
    }

    private List<FaultResult> results(List<GateCount> counts, FaultProofs faultProofs) {
        List<FaultResult> results = new ArrayList<>();
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            String name = fault.getKey();
            List<GateCount> own = counts.stream().filter(count -> count.gate().fault().equals(name)).toList();
            results.add(new FaultResult(name, fault.getValue().kind(), fault.getValue().describe(), fault.getValue().optional(), firings.turns(name), own,
                faultProofs.of(name, fault.getValue(), own), UnmatchedTraffic.hints(runHosts.namespaces(), fault.getValue().selector(), own)));
        }
        return results;
    }
}
