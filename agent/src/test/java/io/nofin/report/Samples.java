package io.nofin.report;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.RuleSet;
import io.nofin.inject.GateCount;
import io.nofin.inject.GateTiming;
import io.nofin.netlink.diag.CongestionState;
import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import io.nofin.netlink.diag.TcpTimer;
import io.nofin.plan.Gate;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostPlan;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.RunId;
import io.nofin.plan.ShapingPlan;
import io.nofin.probe.ConnectionSample;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.WireEvidence;
import io.nofin.run.Environment;
import io.nofin.run.FaultResult;
import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.WireCount;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Results of runs that never were. */
final class Samples {

    static final RunId RUN = new RunId("abcdef");
    static final List<IpNetwork> EVERYONE =
        Stream.of(IpFamily.values()).flatMap(family -> IpNetwork.everyone(family).stream()).toList();

    static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");
    static final Environment HERE = new Environment("6.1.0", "amd64", "host", 2, "17 (Debian)", "0.1.0");
    static final FaultResult.Turn TURN = turn(2, 12);

    /** The faults that cut {@link #connection}. */
    static final List<FaultWindow> CUT = List.of(new FaultWindow(List.of("cut"), window()));

    private static final HostRef APP = new HostRef("app", "docker:app", Path.of("/run/netns/app"), List.of());
    private static final InetSocketAddress NEAR = new InetSocketAddress("10.77.0.1", 40_000);
    private static final InetSocketAddress FAR = new InetSocketAddress("10.77.0.2", 7);

    private Samples() {
    }

    static RunResult run(List<FaultResult> faults, List<HoldEvidence> connections, List<String> problems, boolean interrupted) {
        HostPlan host = new HostPlan(APP, RUN, new HostFacts(BackEnd.NFT, BackEnd.NFT, 1, List.of()), List.of(),
            ShapingPlan.NONE,
            new RuleSet(List.of(), List.of()), new RuleSet(List.of(), List.of()));
        Plan plan = new Plan(RUN, 7, List.of(host), List.of(), List.of("a note"));
        return new RunResult("test", plan, STARTED, faults, List.of(), connections, List.of(), CUT, List.of(), List.of(),
            Duration.ofMillis(60), HERE, Optional.empty(), problems, interrupted);
    }

    /** Returns a run whose one fault matched. */
    static RunResult judged(Judgement... judgements) {
        RunResult run = run(fault(false, List.of(TURN), count(Side.EGRESS, 1, 1, EVERYONE)));
        return new RunResult(run.scenario(), run.plan(), STARTED, run.faults(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(judgements),
            run.armingTook(), HERE, Optional.empty(), List.of(), false);
    }

    static RunResult run(FaultResult... faults) {
        return run(List.of(faults), List.of(), List.of(), false);
    }

    static FaultResult fault(boolean optional, List<FaultResult.Turn> turns, GateCount... counts) {
        return new FaultResult("cut", EffectKind.DROP, "drop: silent", optional, turns, List.of(counts));
    }

    static FaultResult.Turn turn(int from, int to) {
        GateTiming gateTiming = new GateTiming(STARTED, Duration.ofNanos(5_000), Duration.ofNanos(40_000));
        return new FaultResult.Turn(Duration.ofSeconds(from), gateTiming, Duration.ofSeconds(to), gateTiming);
    }

    static GateCount count(Side side, long seen, long packets, List<IpNetwork> peers) {
        return count(APP, side, seen, packets, peers);
    }

    static GateCount count(String host, Side side, long seen, long packets) {
        return count(new HostRef(host, "docker:" + host, Path.of("/run/netns", host), List.of()), side, seen, packets, EVERYONE);
    }

    private static GateCount count(HostRef host, Side side, long seen, long packets, List<IpNetwork> peers) {
        Gate gate = new Gate(host, RUN, "cut", 1, of(IpFamily.IPV4, peers), of(IpFamily.IPV6, peers));
        return new GateCount(gate, side, seen, packets, packets * 60, Optional.empty());
    }

    /** Returns a connection with this evidence of its cuts. */
    static HoldEvidence connection(CutEvidence... cuts) {
        return new HoldEvidence("app-to-db", NEAR, FAR, Duration.ofMillis(100), 0,
            new HoldEvidence.Traffic(150, 150, 0, Optional.of(Duration.ofNanos(61_000))), List.of(cuts), silent(), Optional.of(silent()),
            Optional.of(sample(TcpState.ESTABLISHED, 0)), true, Optional.empty());
    }

    static CutEvidence cut(WireEvidence near, Optional<WireEvidence> far) {
        return new CutEvidence(window(), 100, 0, 0, true, Optional.empty(), Optional.of(sample(TcpState.ESTABLISHED, 6)), true, near, far,
            Optional.of(Duration.ofMillis(400)), Optional.of(Duration.ofMillis(410)));
    }

    static TimeSpan window() {
        return new TimeSpan(2_000_000_000L, 12_000_000_000L);
    }

    static WireEvidence silent() {
        return wire(0, 0, 0, true);
    }

    static WireEvidence wire(long fin, long rst, long icmpErrors, boolean complete) {
        return new WireEvidence(new WireCount(0, 0, fin, rst, icmpErrors, OptionalLong.empty(), complete),
            new WireCount(7, 70, 0, 0, 0, OptionalLong.of(1), complete));
    }

    static ConnectionSample sample(TcpState state, int retransmits) {
        TcpInfo info = new TcpInfo(CongestionState.LOSS, retransmits, 0, retransmits, Duration.ofMillis(12_800), 1, 0, 1, 1,
            Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1), 1, retransmits, 0, 0, 0, 0, 0, 0, 0);
        return new ConnectionSample(1, Optional.of(new TcpSocket(NEAR, FAR, state, TcpTimer.RETRANSMIT, Duration.ZERO, retransmits,
            0, 0, 1, 1, Optional.of(info))));
    }

    private static List<IpNetwork> of(IpFamily family, List<IpNetwork> networks) {
        return networks.stream().filter(network -> network.family() == family).toList();
    }
}
