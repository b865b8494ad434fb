package io.nofin.witness;

import io.nofin.unit.IpNetwork;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.PacketObservation;
import io.nofin.witness.measure.Pairing;
import io.nofin.witness.measure.Throughput;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One direction of the path between two witnessed hosts. Both captures are on the wire side of their hosts' own rules and queues: a
 * fault on one of the two acts on packets where the captures do not see it, and shows only in {@link EgressMeasurement}. Whatever lies between,
 * a router or another network's netem, shows here. After address translation on the way, packets are not recognised.
 *
 * @param from the sender, watched with a filter that lets the packets pass
 * @param to   the receiver, watched in the same way
 */
public record PathMeasurement(WireWitness from, WireWitness to) {

    /**
     * Returns the measures of the packets that left while the fault was in force.
     *
     * @param shaped the time when it was in force
     * @param before a time when it was not, for the line's own delay
     */
    public List<Measure> measure(TimeSpan shaped, Optional<TimeSpan> before, ExpectedShaping expectedShaping) {
        CaptureSlice arrived = arrivals(shaped, expectedShaping.inFlight());
        Optional<String> doubt = expectedShaping.doubt(departures(shaped, expectedShaping.inFlight()), arrived);
        Pairing usual = before.map(timeSpan -> pairing(timeSpan, expectedShaping.inFlight())).orElse(Pairing.of(List.of(), List.of(), 0, 0));
        List<Measure> measures = new ArrayList<>(
            new Judge(expectedShaping.shaping(), expectedShaping.precision(), doubt).measure(pairing(shaped, expectedShaping.inFlight()), usual));
        TimeSpan settled = shaped.within(Math.min(expectedShaping.inFlight().toNanos(), shaped.length().toNanos()), 0);
        List<PacketObservation> within = sightings(arrived, false).stream().filter(one -> settled.contains(one.nanos())).toList();
        measures.add(Throughput.of(within).judge(expectedShaping.shaping().rate(), doubt));
        return measures;
    }

    /** Returns the fate of the packets that left in some stretch of time, as far as the captures know. */
    public Pairing pairing(TimeSpan timeSpan, Duration inFlight) {
        return Pairing.of(sightings(departures(timeSpan, inFlight), true), sightings(arrivals(timeSpan, inFlight), false),
            timeSpan.fromNanos(), timeSpan.toNanos());
    }

    /** Returns the departures of a longer time: packets that arrive in the stretch may have left before. */
    private CaptureSlice departures(TimeSpan timeSpan, Duration inFlight) {
        return from.sweep(new TimeSpan(from.notBefore(timeSpan.fromNanos() - inFlight.toNanos()), timeSpan.toNanos()));
    }

    /** Returns the arrivals, after waiting until no packet of the stretch can be on its way any more. */
    private CaptureSlice arrivals(TimeSpan timeSpan, Duration inFlight) {
        long end = timeSpan.toNanos() + inFlight.toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return to.sweep(new TimeSpan(timeSpan.fromNanos(), end));
    }

    private List<PacketObservation> sightings(CaptureSlice sweep, boolean leaving) {
        Set<InetAddress> others = (leaving ? to : from).host().addresses().stream().map(IpNetwork::address).collect(Collectors.toSet());
        return sweep.packets().stream().filter(leaving ? CapturedPacket::isOutgoing : CapturedPacket::isIncoming)
            .flatMap(seen -> PacketObservations.of(seen).stream())
            .filter(one -> others.contains((leaving ? one.flow().destination() : one.flow().source()).getAddress())).toList();
    }
}
