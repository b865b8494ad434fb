package io.nofin.witness.measure;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pairs datagrams by their content. An arrival that never left is taken to be a damaged datagram when one of the same length is
 * missing that differs by few bits.
 */
final class DatagramPairing implements FlowPairing {

    private static final int MOST_FLIPPED_BITS = 8;

    private final List<Departure> departures = new ArrayList<>();
    private final List<PacketObservation> arrivals = new ArrayList<>();

    /** A datagram that left. */
    private static final class Departure {

        private final int place;
        private final PacketObservation sighting;
        private boolean arrived;
        private boolean hasTwin;

        Departure(int place, PacketObservation sighting) {
            this.place = place;
            this.sighting = sighting;
        }
    }

    /** The fields that tell one datagram from another. */
    private record Content(int ipId, int length, ByteBuffer beginning) {
    }

    @Override
    public void addDeparture(PacketObservation departure) {
        departures.add(new Departure(departures.size(), departure));
    }

    @Override
    public void addArrival(PacketObservation arrival) {
        arrivals.add(arrival);
    }

    @Override
    public void settle(Pairing.Tally tally) {
        int captured = capturedAtBothEnds();
        Map<Content, Deque<Departure>> waiting = waiting(captured);
        List<Integer> order = new ArrayList<>();
        List<PacketObservation> unknown = new ArrayList<>();
        for (PacketObservation arrival : arrivals) {
            Deque<Departure> alike = waiting.get(content(arrival, captured));
            Departure departure = alike == null ? null : alike.peekFirst();
            if (alike == null) {
                unknown.add(arrival);
            } else if (departure == null || departure.sighting.nanos() - arrival.nanos() > Pairing.CLOCK_ERROR_NANOS) {
                tally.duplicate(arrival);
            } else {
                pair(alike.removeFirst(), arrival, order, tally);
            }
        }
        List<Departure> missing = departures.stream().filter(one -> !one.arrived).toList();
        unknown.forEach(arrival -> pairDamaged(arrival, missing, tally));
        FlowPairing.countOvertaking(order, tally);
        departures.stream().filter(one -> tally.counts(one.sighting)).forEach(one -> tally.departure(!one.arrived, one.hasTwin));
    }

    /** Returns how many bytes of the longest payloads are known at both ends: link-layer headers may differ. */
    private int capturedAtBothEnds() {
        return Stream.concat(departures.stream().map(one -> one.sighting), arrivals.stream())
            .filter(one -> one.payload().length < one.length()).mapToInt(one -> one.payload().length).min().orElse(Integer.MAX_VALUE);
    }

    private Map<Content, Deque<Departure>> waiting(int captured) {
        Map<Content, Deque<Departure>> waiting = new HashMap<>();
        for (Departure departure : departures) {
            Deque<Departure> alike = waiting.computeIfAbsent(content(departure.sighting, captured), key -> new ArrayDeque<>());
            if (!alike.isEmpty()) {
                alike.getLast().hasTwin = true;
                departure.hasTwin = true;
            }
            alike.addLast(departure);
        }
        return waiting;
    }

    private static Content content(PacketObservation sighting, int captured) {
        return new Content(sighting.ipId(), sighting.length(),
            ByteBuffer.wrap(sighting.payload(), 0, Math.min(captured, sighting.payload().length)));
    }

    private static void pair(Departure departure, PacketObservation arrival, List<Integer> order, Pairing.Tally tally) {
        departure.arrived = true;
        if (tally.counts(departure.sighting)) {
            order.add(departure.place);
            tally.compared(false);
            if (!departure.hasTwin) {
                tally.delay(arrival.nanos() - departure.sighting.nanos());
            }
        }
    }

    private static void pairDamaged(PacketObservation arrival, List<Departure> missing, Pairing.Tally tally) {
        Optional<Departure> original = missing.stream()
            .filter(one -> !one.arrived && one.sighting.length() == arrival.length()
                && one.sighting.nanos() - arrival.nanos() <= Pairing.CLOCK_ERROR_NANOS)
            .filter(one -> flippedBits(one.sighting.payload(), arrival.payload()) <= MOST_FLIPPED_BITS)
            .findFirst();
        original.ifPresentOrElse(one -> {
            one.arrived = true;
            if (tally.counts(one.sighting)) {
                tally.compared(true);
            }
        }, () -> tally.stray(arrival));
    }

    private static int flippedBits(byte[] one, byte[] other) {
        int flipped = 0;
        for (int i = 0; i < Math.min(one.length, other.length) && flipped <= MOST_FLIPPED_BITS; i++) {
            flipped += Integer.bitCount((one[i] ^ other[i]) & 0xFF);
        }
        return flipped;
    }
}
