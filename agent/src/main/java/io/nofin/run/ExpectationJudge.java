package io.nofin.run;

import io.nofin.probe.Closure;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.scenario.CommandExpectation;
import io.nofin.scenario.ConnectionExpectation;
import io.nofin.scenario.Expectation;
import io.nofin.scenario.FaultExpectation;
import io.nofin.scenario.MetricExpectation;
import io.nofin.scenario.ProbeExpectation;
import io.nofin.unit.Durations;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Judges every expectation of a scenario by the results of its run, and runs the commands that expectations name. */
record ExpectationJudge(
        RunHosts runHosts, List<FaultResult> faults, List<FaultEvidence> evidence, List<HoldEvidence> connections, List<MonitorResult> probes,
        List<FaultWindow> disturbances, Duration armingTook) {

    Judgement judge(Expectation expectation) {
        if (expectation instanceof FaultExpectation fault) {
            FaultResult result = faults.stream().filter(one -> one.name().equals(fault.fault())).findFirst().orElseThrow();
            return new FaultJudge(result, evidence.stream().filter(one -> one.fault().equals(fault.fault())).toList()).judge(fault);
        }
        if (expectation instanceof ProbeExpectation probe) {
            MonitorResult result = probes.stream().filter(one -> one.name().equals(probe.probe())).findFirst().orElseThrow();
            return new ProbeJudge(result, disturbances).judge(probe);
        }
        if (expectation instanceof ConnectionExpectation connection) {
            return connection(connection);
        }
        if (expectation instanceof CommandExpectation command) {
            return new CommandJudge(runHosts).judge(command);
        }
        return metric((MetricExpectation) expectation);
    }

    private Judgement connection(ConnectionExpectation expectation) {
        HoldEvidence held = connections.stream().filter(one -> one.probe().equals(expectation.probe())).findFirst().orElseThrow();
        String seen = held.closure().map(closure -> closure.cause() + (closure.detail().isEmpty() ? "" : " (" + closure.detail() + ")"))
            .orElse(held.endedEstablished() ? "the same connection, established" : "its state is unknown");
        boolean holds = switch (expectation.outcome()) {
            case SURVIVES -> held.endedEstablished();
            case RESET -> endedBy(held, Closure.Cause.RESET);
            case CLOSED -> endedBy(held, Closure.Cause.PEER_CLOSED);
            case GIVEN_UP -> endedBy(held, Closure.Cause.GIVEN_UP);
            case WRONG_DATA -> endedBy(held, Closure.Cause.WRONG_DATA);
        };
        boolean known = held.closure().isPresent() || held.endedEstablished();
        return new Judgement(expectation, holds ? Verdict.yes(seen) : known ? Verdict.no(seen) : Verdict.unknown(seen),
            "connection " + held.probe());
    }

    private static boolean endedBy(HoldEvidence held, Closure.Cause cause) {
        return held.closure().filter(closure -> closure.cause() == cause).isPresent();
    }

    private Judgement metric(MetricExpectation expectation) {
        Duration slowest = switch (expectation.metric()) {
            case ARMING_TOOK -> armingTook;
            case FIRING_TOOK -> slowest(turn -> turn.fired().took());
            case FIRING_SKEW -> slowest(turn -> turn.fired().skew());
            case HEALING_TOOK -> slowest(turn -> turn.healed().took());
        };
        String seen = Durations.format(Duration.ofNanos(slowest.toNanos() / 1_000 * 1_000)) + " at its slowest";
        return new Judgement(expectation, slowest.compareTo(expectation.below()) < 0 ? Verdict.yes(seen) : Verdict.no(seen), "this run");
    }

    private Duration slowest(Function<FaultResult.Turn, Duration> time) {
        return faults.stream().flatMap(fault -> fault.turns().stream()).map(time).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
