package io.nofin.witness.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pairs the bytes of a TCP stream. Bytes that arrive belong to the segment that left last before, among those that carry them and
 * have not arrived yet; so a loss before is not mistaken for a delay.
 */
final class StreamPairing implements FlowPairing {

    private final List<Segment> departures = new ArrayList<>();
    private final List<Segment> arrivals = new ArrayList<>();
    private final TreeMap<Long, List<Segment>> byStart = new TreeMap<>();
    private long departureOffset;
    private long arrivalOffset;
    private long highestEnd = Long.MIN_VALUE;
    private int longest;

    @Override
    public void addDeparture(PacketObservation departure) {
        if (departure.length() == 0) {
            return;
        }
        departureOffset = departures.isEmpty() ? departure.sequence() : unwrapped(departure, departureOffset);
        Segment segment = new Segment(departures.size(), departure, departureOffset);
        if (segment.start() < highestEnd) {
            markAgain(segment);
        }
        departures.add(segment);
        byStart.computeIfAbsent(segment.start(), key -> new ArrayList<>(1)).add(segment);
        highestEnd = Math.max(highestEnd, segment.end());
        longest = Math.max(longest, departure.length());
    }

    @Override
    public void addArrival(PacketObservation arrival) {
        if (arrival.length() > 0 && !departures.isEmpty()) {
            arrivalOffset = unwrapped(arrival, arrivals.isEmpty() ? departures.get(0).start() : arrivalOffset);
            arrivals.add(new Segment(arrivals.size(), arrival, arrivalOffset));
        }
    }

    @Override
    public void settle(Pairing.Tally tally) {
        List<Integer> order = new ArrayList<>();
        for (Segment arrival : arrivals) {
            assign(arrival, order, tally);
        }
        FlowPairing.countOvertaking(order, tally);
        departures.stream().filter(one -> tally.counts(one.sighting())).forEach(one -> tally.departure(one.isLost(), false));
    }

    /** Returns a sequence number without its wrapping around every 4 GB; two that follow each other are never half of that apart. */
    private static long unwrapped(PacketObservation sighting, long before) {
        return before + (int) (sighting.sequence() - before);
    }

    private void markAgain(Segment again) {
        again.markSentAgain();
        for (List<Segment> same : byStart.subMap(again.start() - longest, again.end()).values()) {
            same.stream().filter(one -> one.end() > again.start()).forEach(Segment::markSentAgain);
        }
    }

    private void assign(Segment arrival, List<Integer> order, Pairing.Tally tally) {
        long unexplained = 0;
        boolean compared = false;
        boolean damaged = false;
        long at = arrival.start();
        while (at < arrival.end()) {
            Segment departure = latest(arrival, at);
            long upTo = departure == null ? nextBoundary(at, arrival.end()) : departure.openUpTo(at, arrival.end());
            if (departure == null) {
                unexplained += isKnown(arrival, at) ? upTo - at : 0;
            } else {
                compared |= departure.hasCaptured(at, upTo, arrival);
                damaged |= departure.differs(at, upTo, arrival);
                arrive(departure, at, upTo, arrival, order, tally);
            }
            at = upTo;
        }
        if (unexplained * 2 > arrival.length()) {
            tally.duplicate(arrival.sighting());
        } else if (compared && tally.counts(arrival.sighting())) {
            tally.compared(damaged);
        }
    }

    private static void arrive(Segment departure, long at, long upTo, Segment arrival, List<Integer> order, Pairing.Tally tally) {
        boolean first = at == departure.start();
        departure.deliver(at, upTo);
        if (first && !departure.wasSentAgain() && tally.counts(departure.sighting())) {
            order.add(departure.place());
            tally.delay(arrival.sighting().nanos() - departure.sighting().nanos());
        }
    }

    private Segment latest(Segment arrival, long at) {
        Segment latest = null;
        for (Segment one : around(at)) {
            if (one.isOpen(at) && one.leftBefore(arrival) && (latest == null || one.place() > latest.place())) {
                latest = one;
            }
        }
        return latest;
    }

    private boolean isKnown(Segment arrival, long at) {
        return around(at).stream().anyMatch(one -> one.end() > at && one.leftBefore(arrival));
    }

    private List<Segment> around(long at) {
        return byStart.subMap(at - longest, false, at, true).values().stream().flatMap(List::stream).toList();
    }

    private long nextBoundary(long at, long end) {
        Map.Entry<Long, List<Segment>> next = byStart.higherEntry(at);
        long boundary = next == null ? end : Math.min(end, next.getKey());
        for (Segment one : around(at)) {
            boundary = one.end() > at ? Math.min(boundary, one.end()) : boundary;
        }
        return boundary;
    }
}
