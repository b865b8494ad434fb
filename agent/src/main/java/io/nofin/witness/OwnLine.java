package io.nofin.witness;

import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.SenderClock;
import io.nofin.witness.measure.Sighting;
import io.nofin.witness.measure.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a shaping does to the packets of its own host on their way out, told from that host's wire alone: the delay by the timestamp
 * in each TCP segment, and the rate. On their way in, packets are captured before anything happens to them; nothing is known
 * of these.
 */
record OwnLine(WireWitness witness, Selection selection) {

    /**
     * @param before the same without the fault
     * @param shaped when it was in force; what leaves until the first of its packets can do so is left out
     */
    List<Measure> measure(Stretch before, Stretch shaped, Asked asked) {
        Sweep usual = witness.sweep(before);
        Sweep sweep = witness.sweep(shaped.within(Math.min(asked.inFlight().toNanos(), shaped.length().toNanos()), 0));
        Optional<String> doubt = asked.doubt(usual, sweep);
        List<Sighting> crossed = leaving(sweep);
        List<Measure> measures = new ArrayList<>();
        if (asked.shaping().delay().isPresent()) {
            measures.addAll(new Judge(asked.shaping(), asked.precision().plusNanos(SenderClock.TICK_NANOS), doubt)
                .delays(SenderClock.added(leaving(usual), crossed), List.of()));
        }
        if (asked.shaping().rate().isPresent()) {
            measures.add(Throughput.of(crossed).judge(asked.shaping().rate(), doubt));
        }
        return measures;
    }

    private List<Sighting> leaving(Sweep sweep) {
        return sweep.packets().stream().filter(seen -> seen.isOutgoing() && selection.selects(seen))
            .flatMap(seen -> Sightings.of(seen).stream()).toList();
    }
}
