package io.nofin.run;

import io.nofin.plan.Plan;
import io.nofin.probe.HoldEvidence;
import java.time.Instant;
import java.util.List;

/**
 * What a run found out.
 *
 * @param started     when the timeline started
 * @param probes      by probe, in the order of the scenario
 * @param problems    what went wrong on the way; the result is not to be trusted when there is any
 * @param interrupted whether it was broken off
 */
public record RunResult(
        String scenario,
        Plan plan,
        Instant started,
        List<FaultResult> faults,
        List<HoldEvidence> probes,
        List<String> problems,
        boolean interrupted) {

    public RunResult {
        faults = List.copyOf(faults);
        probes = List.copyOf(probes);
        problems = List.copyOf(problems);
    }

    /** Whether every fault took effect and nothing went wrong. */
    public boolean passed() {
        return problems.isEmpty() && !interrupted && faults.stream().allMatch(FaultResult::holds);
    }
}
