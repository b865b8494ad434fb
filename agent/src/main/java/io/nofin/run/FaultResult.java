package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.inject.GateTiming;
import io.nofin.scenario.EffectKind;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * What became of one fault.
 *
 * @param kind   tells what becomes of its packets
 * @param effect as the scenario writes it
 * @param turns  in order; none when the run was broken off before
 * @param counts for each namespace and direction; empty when the rules were gone before they could be read
 * @param hints  of one that met no packet: where its connections went instead, a sentence for each
 * @param proof  whether it took effect, and how that is known; yes as well for an optional fault that met no packet
 */
public record FaultResult(String name, EffectKind kind, String effect, boolean optional, List<Turn> turns, List<GateCount> counts, Verdict proof,
        List<String> hints) {

    /**
     * One time it was fired.
     *
     * @param from    counted from the start of the timeline
     * @param fired   the gates opening
     * @param to      counted likewise
     * @param healed  the gates closing
     */
    public record Turn(Duration from, GateTiming fired, Duration to, GateTiming healed) {
    }

    /** One of which only the kernel's counters are known. */
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

    /** Whether the fault met packets and did what it says, or need not have met any. */
    public boolean holds() {
        return proof.isYes();
    }

    /** Whether others than the counters deny it, or leave it unknown. */
    public boolean isContradicted() {
        return !proof.isYes() && !proof.equals(FaultProofs.byCounters(optional, counts));
    }
}
