package io.nofin.witness;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.PacketObservation;
import io.nofin.witness.measure.Pairing;
import io.nofin.witness.measure.SenderClock;
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
record EgressMeasurement(WireWitness witness, Selection selection) {

    /**
     * Measures the shaping.
     *
     * @param before the same packets without the fault
     * @param shaped the time when it was in force; packets that left before the first of them can have been shaped are left out
     */
    List<Measure> measure(TimeSpan before, TimeSpan shaped, ExpectedShaping expectedShaping) {
        CaptureSlice usual = witness.sweep(before);
        CaptureSlice sweep = witness.sweep(shaped.within(Math.min(expectedShaping.inFlight().toNanos(), shaped.length().toNanos()), 0));
        Optional<String> doubt = expectedShaping.doubt(usual, sweep);
        List<PacketObservation> crossed = leaving(sweep);
        List<Measure> measures = new ArrayList<>();
        if (expectedShaping.shaping().delay().isPresent()) {
            measures.addAll(delays(SenderClock.added(leaving(usual), crossed), witness.sweep(shaped), expectedShaping, doubt));
        }
        if (expectedShaping.shaping().rate().isPresent()) {
            measures.add(Throughput.of(crossed).judge(expectedShaping.shaping().rate(), doubt));
        }
        return measures;
    }

    /** Measures duplicates, damage and overtaking among packets of the host, each direction by itself. */
    List<Measure> effects(TimeSpan shaped, ExpectedShaping expectedShaping) {
        CaptureSlice sweep = witness.sweep(shaped);
        Judge judge = new Judge(expectedShaping.shaping(), expectedShaping.precision(), expectedShaping.doubt(sweep));
        List<Measure> measures = new ArrayList<>();
        if (selection.selector().direction().includes(Side.EGRESS)) {
            measures.addAll(new Leaving(selection, sweep).measure(judge));
        }
        if (selection.selector().direction().includes(Side.INGRESS)) {
            TimeSpan answerable = shaped.within(0, Math.min(expectedShaping.inFlight().toNanos(), shaped.length().toNanos()));
            measures.addAll(Answers.of(selection, sweep, answerable).measure(judge));
        }
        return measures;
    }

    /** Measures delays by clocks where connections existed before and send now, otherwise by what the host answers at once. */
    private List<Measure> delays(List<Long> byClocks, CaptureSlice sweep, ExpectedShaping expectedShaping, Optional<String> doubt) {
        Judge judge = new Judge(expectedShaping.shaping(), expectedShaping.precision().plusNanos(SenderClock.TICK_NANOS), doubt);
        boolean both = selection.selector().direction() == Direction.BOTH;
        List<Long> times = byClocks.isEmpty()
            ? Turnarounds.of(selection, sweep).stream().map(nanos -> both ? nanos / 2 : nanos).toList() : byClocks;
        List<Measure> measures = judge.delays(times, List.of());
        boolean drawnTwice = byClocks.isEmpty() && both && expectedShaping.shaping().delay().filter(delay -> !delay.jitter().isZero()).isPresent();
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
    Measure loss(List<TimeSpan> turns, long packets, long bytes, ExpectedShaping expectedShaping) {
        List<CaptureSlice> sweeps = turns.stream().map(witness::sweep).toList();
        List<PacketObservation> crossed = sweeps.stream().flatMap(sweep -> leaving(sweep).stream()).toList();
        long payload = crossed.stream().mapToLong(PacketObservation::length).sum();
        double header = crossed.stream().mapToLong(one -> one.ipBytes() - one.length()).average().orElse(0);
        double counted = bytes - packets * header;
        double passed = payload > 0 ? payload / counted : packets > 0 ? (double) crossed.size() / packets : 1;
        long lost = Math.max(0, Math.round(packets * (1 - passed)));
        Optional<String> doubt = expectedShaping.doubt(sweeps.toArray(CaptureSlice[]::new)).or(() -> unclear(expectedShaping.shaping()));
        return new Judge(expectedShaping.shaping(), expectedShaping.precision(), doubt)
            .loss(new Pairing(packets, lost, 0, 0, packets - lost, 0, 0, 0, List.of()));
    }

    private static Optional<String> unclear(Shaping shaping) {
        if (!shaping.held().isZero() || shaping.rate().isPresent()) {
            return Optional.of("packets that the fault holds leave among those that come after it");
        }
        return shaping.duplicate().map(twice -> "duplicates stand in for what is lost");
    }

    private List<PacketObservation> leaving(CaptureSlice sweep) {
        return sweep.packets().stream().filter(seen -> seen.isOutgoing() && selection.selects(seen))
            .flatMap(seen -> PacketObservations.of(seen).stream()).toList();
    }
}
