package io.nofin.run;

import io.nofin.queue.SeenPacket;
import io.nofin.queue.TriggerCounts;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * The packet that began a step.
 *
 * @param step   the place of the step in the timeline, from 0
 * @param when   the step's condition as the scenario writes it
 * @param faults the faults that the step injects
 * @param host   the label of the host that the packet passed
 * @param at     the time counted from the start of the timeline
 * @param held   the time that the packet waited until the faults were in force; zero where they came later
 * @param counts the packets that had passed by then
 * @param exact  whether the faults met the very next packet, and none before
 */
public record TriggerResult(int step, String when, List<String> faults, String host, Duration at, SeenPacket packet, Duration held, TriggerCounts counts,
        Verdict exact) {

    public TriggerResult {
        faults = List.copyOf(faults);
    }

    /** Returns the result with what is known of its faults in the end. */
    TriggerResult judged(List<FaultResult> results) {
        List<FaultResult> own = results.stream().filter(result -> faults.contains(result.name())).toList();
        if (!exact.isYes() || own.stream().allMatch(FaultResult::holds)) {
            return this;
        }
        FaultResult other = own.stream().filter(result -> !result.holds()).findFirst().orElseThrow();
        String reason = "fault " + other.name() + ": " + other.proof().reason();
        return new TriggerResult(step, when, faults, host, at, packet, held, counts, other.proof().isNo() ? Verdict.no(reason) : Verdict.unknown(reason));
    }
}
