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
 * What a run found out.
 *
 * @param started      when the timeline started
 * @param connections  what became of the connections of hold probes, in the order of the scenario
 * @param probes       what all probes saw, in the order of the scenario
 * @param disturbances when faults were in force, by their starts
 * @param evidence     what the wire said of each fault on each host; empty without a witness
 * @param judgements   of every expectation, in the order of the scenario; none where the run was broken off
 * @param armingTook   how long it took to install all rules
 * @param surroundings where it took place
 * @param recording    what counters said meanwhile; empty unless it was asked for
 * @param problems     what went wrong on the way; the result is not to be trusted when there is any
 * @param interrupted  whether it was broken off
 */
public record RunResult(
        String scenario,
        Plan plan,
        Instant started,
        List<FaultResult> faults,
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
        connections = List.copyOf(connections);
        probes = List.copyOf(probes);
        disturbances = List.copyOf(disturbances);
        evidence = List.copyOf(evidence);
        judgements = List.copyOf(judgements);
        problems = List.copyOf(problems);
    }

    /** A run in a word. */
    public enum Outcome {
        /** Every fault took effect, every expectation holds, and nothing went wrong. */
        PASSED,
        /** Something did not hold, or went wrong on the way. */
        FAILED,
        /** Nothing is known to have failed, but of something it is not known whether it holds. */
        UNKNOWN,
        /** It was broken off. */
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
