package io.nofin.run;

import io.nofin.inject.Firing;
import io.nofin.inject.GateCount;
import java.time.Duration;
import java.util.List;

/**
 * What became of one fault.
 *
 * @param effect as the scenario writes it
 * @param turns  in order; none when the run was broken off before
 * @param counts for each namespace and direction; empty when the rules were gone before they could be read
 */
public record FaultResult(String name, String effect, boolean optional, List<Turn> turns, List<GateCount> counts) {

    /**
     * One time it was fired.
     *
     * @param from    counted from the start of the timeline
     * @param fired   the gates opening
     * @param to      counted likewise
     * @param healed  the gates closing
     */
    public record Turn(Duration from, Firing fired, Duration to, Firing healed) {
    }

    public FaultResult {
        turns = List.copyOf(turns);
        counts = List.copyOf(counts);
    }

    public long packets() {
        return counts.stream().mapToLong(GateCount::packets).sum();
    }

    /** What its engines could not do to packets as they should have, in words that name the host; such a result is not to be trusted. */
    public List<String> shortfalls() {
        return counts.stream().flatMap(count -> count.shaped().stream().flatMap(shaped -> shaped.shortfalls().stream())
            .map(why -> count.gate().host().label() + ": faults." + name + (count.outgoing() ? ", out: " : ", in: ") + why)).toList();
    }

    /** Whether the fault met any packet, or need not have. */
    public boolean holds() {
        return optional || packets() > 0;
    }
}
