package io.nofin.witness;

import io.nofin.unit.IpNetwork;
import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Pairing;
import io.nofin.witness.measure.Sighting;
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
 * One direction of what lies between two witnessed hosts. Both captures are on the wire side of their hosts' own rules and queues:
 * what a fault on one of the two does to packets, it does behind the captures' backs, and shows only in {@link OwnLine}. What
 * lies between, a router or another network's netem, shows here. Address translation on the way makes the packets strangers.
 *
 * @param from the sender, watched with a filter that lets the packets pass
 * @param to   the receiver, likewise
 */
public record Line(WireWitness from, WireWitness to) {

    /**
     * What was asked, and what became of the packets that left while it was in force.
     *
     * @param shaped when it was
     * @param before when it was not, for the line's own delay
     */
    public List<Measure> measure(Stretch shaped, Optional<Stretch> before, Asked asked) {
        Sweep arrived = arrivals(shaped, asked.inFlight());
        Optional<String> doubt = asked.doubt(departures(shaped, asked.inFlight()), arrived);
        Pairing usual = before.map(stretch -> pairing(stretch, asked.inFlight())).orElse(Pairing.of(List.of(), List.of(), 0, 0));
        List<Measure> measures = new ArrayList<>(
            new Judge(asked.shaping(), asked.precision(), doubt).measure(pairing(shaped, asked.inFlight()), usual));
        Stretch settled = shaped.within(Math.min(asked.inFlight().toNanos(), shaped.length().toNanos()), 0);
        List<Sighting> within = sightings(arrived, false).stream().filter(one -> settled.contains(one.nanos())).toList();
        measures.add(Throughput.of(within).judge(asked.shaping().rate(), doubt));
        return measures;
    }

    /** What became of the packets that left in some stretch of time, as far as the captures know. */
    public Pairing pairing(Stretch stretch, Duration inFlight) {
        return Pairing.of(sightings(departures(stretch, inFlight), true), sightings(arrivals(stretch, inFlight), false),
            stretch.fromNanos(), stretch.toNanos());
    }

    /** Some time around: what arrives in the stretch may have left before. */
    private Sweep departures(Stretch stretch, Duration inFlight) {
        return from.sweep(new Stretch(from.notBefore(stretch.fromNanos() - inFlight.toNanos()), stretch.toNanos()));
    }

    /** Waits until nothing of the stretch can be on its way any more. */
    private Sweep arrivals(Stretch stretch, Duration inFlight) {
        long end = stretch.toNanos() + inFlight.toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return to.sweep(new Stretch(stretch.fromNanos(), end));
    }

    private List<Sighting> sightings(Sweep sweep, boolean leaving) {
        Set<InetAddress> others = (leaving ? to : from).host().addresses().stream().map(IpNetwork::address).collect(Collectors.toSet());
        return sweep.packets().stream().filter(leaving ? Seen::isOutgoing : Seen::isIncoming)
            .flatMap(seen -> Sightings.of(seen).stream())
            .filter(one -> others.contains((leaving ? one.flow().destination() : one.flow().source()).getAddress())).toList();
    }
}
