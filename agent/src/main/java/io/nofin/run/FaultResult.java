package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.inject.GateTiming;
import io.nofin.scenario.EffectKind;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * The result of one fault.
 *
 * @param kind   what the fault does to packets
 * @param effect the effect as the scenario writes it
 * @param turns  in order; none when the run was interrupted before
 * @param counts by namespace and direction; empty when the rules were gone before they could be read
 * @param hints  for a fault that matched no packet: where its connections went instead, a sentence for each
 * @param proof  whether it took effect, with the reason; yes also for an optional fault that matched no packet
 */
public record FaultResult(String name, EffectKind kind, String effect, boolean optional, List<Turn> turns, List<GateCount> counts, Verdict proof,
        List<String> hints) {

    /**
     * One firing of the fault.
     *
     * @param from   the time counted from the start of the timeline
     * @param fired  the timing of the opening of its gates
     * @param to     the end, counted from the start of the timeline
     * @param healed the timing of the closing of its gates
     */
    public record Turn(Duration from, GateTiming fired, Duration to, GateTiming healed) {
    }

    /** Creates a result of which only the kernel's counters are known. */
    public FaultResult(String name, EffectKind kind, String effect, boolean optional, List<Turn> turns, List<GateCount> counts) {
        this(name, kind, effect, optional, turns, counts, FaultProofs.byCounters(optional, counts), List.of());
    }

    public FaultResult {
        turns = List.copyOf(turns);
        counts = List.copyOf(counts);
        hints = List.copyOf(hints);
    }

    public long packets() {
        return counts.stream().mapToLong(GateCount::packets).sum();
    }

    /** Tells whether the fault matched packets and took effect, or is optional and matched none. */
    public boolean holds() {
        return proof.isYes();
    }

    /** Tells whether anything but the counters refutes the fault's effect, or leaves it unknown. */
    public boolean isContradicted() {
        return !proof.isYes() && !proof.equals(FaultProofs.byCounters(optional, counts));
    }
}
