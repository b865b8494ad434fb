package io.nofin.report;

import io.nofin.api.ProbeState;
import io.nofin.netlink.diag.TcpState;
import io.nofin.probe.Attempt;
import io.nofin.probe.ConnectionSample;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.Latencies;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Transition;
import io.nofin.run.CounterSeries;
import io.nofin.run.Judgement;
import io.nofin.run.Recording;
import io.nofin.run.RunResult;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultExpectation;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeExpectation;
import io.nofin.scenario.ProbeKind;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Side;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** A run of twenty seconds that never was, with a cut from 2 s to 12 s, everything that a report can show, and texts that are up to no good. */
final class FullRun {

    static final String NASTY = "</script><script>injected=1</script><img src=x onerror=\"injected=1\">'&amp;<!--";

    private static final long SECOND = 1_000_000_000;
    private static final long TENTH = SECOND / 10;

    private FullRun() {
    }

    static Scenario scenario() {
        return new Scenario("test", NASTY, OptionalLong.empty(), false, Map.of("app", new TargetSpec.Docker("app")), Map.of(),
            Map.of("cut", new Fault.OnTargets(List.of("app"), Selector.all(), new Drop(), false)),
            List.of(Step.once(Duration.ZERO, List.of("cut"), Duration.ofSeconds(1))), Map.of());
    }

    static RunResult result() {
        RunResult run = Samples.run(List.of(Samples.fault(false, List.of(Samples.TURN), Samples.count(Side.EGRESS, 30, 20, Samples.EVERYONE))),
            List.of(Samples.connection(Samples.cut(Samples.silent(), Optional.of(Samples.silent())))), List.of(), false);
        List<Judgement> judgements = List.of(
            new Judgement(new FaultExpectation.Silent("cut", true), Verdict.yes("0 FIN, 0 RST"), "fault cut"),
            new Judgement(new FaultExpectation.Matched("cut", 99), Verdict.unknown(NASTY), "fault cut"),
            new Judgement(new ProbeExpectation.StaysUp("db"), Verdict.no(NASTY), NASTY));
        return new RunResult(NASTY, run.plan(), Samples.STARTED, run.faults(), run.triggered(), run.connections(), List.of(probe()),
            List.of(new FaultWindow(List.of("cut"), Samples.window())), List.of(), judgements, run.armingTook(), Samples.HERE,
            Optional.of(recording()), List.of(), false);
    }

    private static MonitorResult probe() {
        List<Attempt> attempts = LongStream.range(0, 200).mapToObj(i -> new Attempt(i * TENTH,
            i < 20 || i > 125 ? Optional.of(Duration.ofNanos(100_000 + i * 10_000)) : Optional.empty())).toList();
        return new MonitorResult("db", Probe.of("app", new ProbeKind.Tcp(new Endpoint("redis", 6379))), ProbeState.UP,
            List.of(change(ProbeState.CONNECTING, ProbeState.UP, 1), change(ProbeState.UP, ProbeState.DOWN, 22),
                change(ProbeState.DOWN, ProbeState.FAILED, 70), change(ProbeState.FAILED, ProbeState.UP, 126)), 94, 106, Optional.of(NASTY),
            Optional.of(new Latencies(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(2),
                Duration.ofMillis(2))), List.of(), attempts);
    }

    private static Transition change(ProbeState from, ProbeState to, long tenths) {
        return new Transition(from, to, tenths * TENTH, Samples.STARTED.plusMillis(tenths * 100), to == ProbeState.UP ? "" : NASTY, 1);
    }

    /** Ten packets a second either way, which the cut takes away while it lasts. */
    private static Recording recording() {
        List<ConnectionSample> samples = LongStream.range(0, 200).mapToObj(i ->
            new ConnectionSample(i * TENTH, Samples.sample(TcpState.ESTABLISHED, (int) (i / 30)).socket())).toList();
        return new Recording(0, List.of(track("app", i -> i < 20 ? i : i < 120 ? 20 : i - 100)),
            List.of(track("cut", i -> i < 20 ? 0 : i < 120 ? i - 20 : 100)), Map.of("app-to-db", samples), List.of(NASTY));
    }

    private static CounterSeries track(String name, LongUnaryOperator packets) {
        return new CounterSeries(name, LongStream.range(0, 200).mapToObj(i ->
            new CounterSeries.CounterReading(i * TENTH, packets.applyAsLong(i), packets.applyAsLong(i))).toList());
    }
}
