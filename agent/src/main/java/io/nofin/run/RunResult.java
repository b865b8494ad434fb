package io.nofin.run;

import io.nofin.plan.Plan;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a run.
 *
 * @param started      when the timeline started
 * @param triggered    the packets that began steps, in their order
 * @param connections  the outcomes of the connections of hold probes, in the order of the scenario
 * @param probes       the observations of all probes, in the order of the scenario
 * @param disturbances when faults were in force, by their starts
 * @param evidence     the evidence of captures for each fault on each host; empty without a witness
 * @param judgements   of every expectation, in the order of the scenario; none where the run was interrupted
 * @param armingTook   the time it took to install all rules
 * @param surroundings the machine and software
 * @param recording    counters over time; empty unless asked for
 * @param problems     what went wrong; when there are any, the result is unreliable
 * @param interrupted  whether the run was interrupted
 */
public record RunResult(
        String scenario,
        Plan plan,
        Instant started,
        List<FaultResult> faults,
        List<TriggerResult> triggered,
        List<HoldEvidence> connections,
        List<MonitorResult> probes,
        List<FaultWindow> disturbances,
        List<FaultEvidence> evidence,
        List<Judgement> judgements,
        Duration armingTook,
        Environment surroundings,
        Optional<Recording> recording,
        List<String> problems,
        boolean interrupted) {

    public RunResult {
        faults = List.copyOf(faults);
        triggered = List.copyOf(triggered);
        connections = List.copyOf(connections);
        probes = List.copyOf(probes);
        disturbances = List.copyOf(disturbances);
        evidence = List.copyOf(evidence);
        judgements = List.copyOf(judgements);
        problems = List.copyOf(problems);
    }

    /** The outcome of a run in one word. */
    public enum Outcome {
        /** Every fault took effect, every expectation holds, and there were no problems. */
        PASSED,
        /** A fault or an expectation failed, or there was a problem. */
        FAILED,
        /** No failure is known, but the effect of a fault, or an expectation, is unknown. */
        UNKNOWN,
        /** The run was interrupted. */
        INTERRUPTED
    }

    public Outcome outcome() {
        if (interrupted) {
            return Outcome.INTERRUPTED;
        }
        List<Verdict> verdicts = Stream.concat(faults.stream().map(FaultResult::proof), judgements.stream().map(Judgement::verdict)).toList();
        if (!problems.isEmpty() || verdicts.stream().anyMatch(Verdict::isNo)) {
            return Outcome.FAILED;
        }
        return verdicts.stream().allMatch(Verdict::isYes) ? Outcome.PASSED : Outcome.UNKNOWN;
    }

    public boolean passed() {
        return outcome() == Outcome.PASSED;
    }
}
