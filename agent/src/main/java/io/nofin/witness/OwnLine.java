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
 * The effect of a shaping on the packets of its own host, measured on that host's wire. The delay is measured by the timestamp in
 * each TCP segment that leaves or, for both directions together, by what the kernel answers at once; the loss of outgoing packets by
 * the gate's count less the packets on the wire; and the rate on the wire. Incoming packets are captured before anything happens to
 * them; nothing more is known about these.
 */
record OwnLine(WireWitness witness, Selection selection) {

    /**
     * Measures the shaping.
     *
     * @param before the same packets without the fault
     * @param shaped the time when it was in force; packets that left before the first of them can have been shaped are left out
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

    /** Measures duplicates, damage and overtaking among packets of the host, each direction by itself. */
    List<Measure> effects(Stretch shaped, Asked asked) {
        Sweep sweep = witness.sweep(shaped);
        Judge judge = new Judge(asked.shaping(), asked.precision(), asked.doubt(sweep));
        List<Measure> measures = new ArrayList<>();
        if (selection.selector().direction().includesOut()) {
            measures.addAll(new Leaving(selection, sweep).measure(judge));
        }
        if (selection.selector().direction().includesIn()) {
            Stretch answerable = shaped.within(0, Math.min(asked.inFlight().toNanos(), shaped.length().toNanos()));
            measures.addAll(Answers.of(selection, sweep, answerable).measure(judge));
        }
        return measures;
    }

    /** Measures delays by clocks where connections existed before and send now, otherwise by what the host answers at once. */
    private List<Measure> delays(List<Long> byClocks, Sweep sweep, Asked asked, Optional<String> doubt) {
        Judge judge = new Judge(asked.shaping(), asked.precision().plusNanos(SenderClock.TICK_NANOS), doubt);
        boolean both = selection.selector().direction() == Direction.BOTH;
        List<Long> times = byClocks.isEmpty()
            ? Turnarounds.of(selection, sweep).stream().map(nanos -> both ? nanos / 2 : nanos).toList() : byClocks;
        List<Measure> measures = judge.delays(times, List.of());
        boolean drawnTwice = byClocks.isEmpty() && both && asked.shaping().delay().filter(delay -> !delay.jitter().isZero()).isPresent();
        return drawnTwice ? measures.subList(0, 1) : measures;       // the mean of two draws is not spread like one draw
    }

    /**
     * Measures the loss, over all the time that the gates were open. Bytes of payload are compared, because offload packs them
     * differently behind the rules; the sample is as large as the rules' packets, which are fewer than the wire's.
     *
     * @param turns   the times from a little before the gates opened to when their last packet has left
     * @param packets the packets that the gate counted on their way out
     * @param bytes   the bytes of these packets, from the IP header on
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
