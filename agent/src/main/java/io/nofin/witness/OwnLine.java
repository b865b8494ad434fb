package io.nofin.witness;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Shaping;
import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Pairing;
import io.nofin.witness.measure.SenderClock;
import io.nofin.witness.measure.Sighting;
import io.nofin.witness.measure.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a shaping does to the packets of its own host, told from that host's wire: the delay by the timestamp in each TCP segment that
 * leaves, or, both ways, by what the kernel answers at once; the loss of what leaves by what the gate counted and the wire did not get,
 * and the rate. On their way in, packets are captured before anything happens to them; no more is known of these.
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
            measures.addAll(delays(SenderClock.added(leaving(usual), crossed), witness.sweep(shaped), asked, doubt));
        }
        if (asked.shaping().rate().isPresent()) {
            measures.add(Throughput.of(crossed).judge(asked.shaping().rate(), doubt));
        }
        return measures;
    }

    /** By clocks where connections were there before and send now, else by what the host answers at once. */
    private List<Measure> delays(List<Long> byClocks, Sweep sweep, Asked asked, Optional<String> doubt) {
        Judge judge = new Judge(asked.shaping(), asked.precision().plusNanos(SenderClock.TICK_NANOS), doubt);
        boolean both = selection.selector().direction() == Direction.BOTH;
        List<Long> times = byClocks.isEmpty()
            ? Turnarounds.of(selection, sweep).stream().map(nanos -> both ? nanos / 2 : nanos).toList() : byClocks;
        List<Measure> measures = judge.delays(times, List.of());
        boolean drawnTwice = byClocks.isEmpty() && both && asked.shaping().delay().filter(delay -> !delay.jitter().isZero()).isPresent();
        return drawnTwice ? measures.subList(0, 1) : measures;       // the middle of two draws is not spread as one
    }

    /**
     * The loss, over all the time that the gates were open. Bytes of payload are compared, as offload packs them otherwise behind the
     * rules; the sample is as large as the rules' packets, which are fewer than the wire's.
     *
     * @param turns   from a little before the gates opened to when their last packet has left
     * @param packets that the gate counted on their way out
     * @param bytes   of these, from the IP header on
     */
    Measure loss(List<Stretch> turns, long packets, long bytes, Asked asked) {
        List<Sweep> sweeps = turns.stream().map(witness::sweep).toList();
        List<Sighting> crossed = sweeps.stream().flatMap(sweep -> leaving(sweep).stream()).toList();
        long payload = crossed.stream().mapToLong(Sighting::length).sum();
        double header = crossed.stream().mapToLong(one -> one.ipBytes() - one.length()).average().orElse(0);
        double counted = bytes - packets * header;
        double passed = payload > 0 ? payload / counted : packets > 0 ? (double) crossed.size() / packets : 1;
        long lost = Math.max(0, Math.round(packets * (1 - passed)));
        Optional<String> doubt = asked.doubt(sweeps.toArray(Sweep[]::new)).or(() -> unclear(asked.shaping()));
        return new Judge(asked.shaping(), asked.precision(), doubt)
            .loss(new Pairing(packets, lost, 0, 0, packets - lost, 0, 0, 0, List.of()));
    }

    private static Optional<String> unclear(Shaping shaping) {
        if (!shaping.held().isZero() || shaping.rate().isPresent()) {
            return Optional.of("packets that the fault holds leave among those that come after it");
        }
        return shaping.duplicate().map(twice -> "duplicates stand in for what is lost");
    }

    private List<Sighting> leaving(Sweep sweep) {
        return sweep.packets().stream().filter(seen -> seen.isOutgoing() && selection.selects(seen))
            .flatMap(seen -> Sightings.of(seen).stream()).toList();
    }
}
