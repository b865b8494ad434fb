package io.nofin.witness.measure;

import static io.nofin.witness.measure.Packets.datagram;
import static io.nofin.witness.measure.Packets.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static final long MS = 1_000_000;

    @Test
    void pairsDatagramsByWhatTheySay() {
        Pairing pairing = pair(List.of(datagram(0, "one"), datagram(1, "two"), datagram(2, "three")),
            List.of(datagram(30, "one"), datagram(35, "three")));

        assertEquals(new Pairing(3, 1, 0, 0, 2, 0, 0, 0, List.of(30 * MS, 33 * MS)), pairing);
    }

    @Test
    void countsWhatArrivesAgainOrWasNeverSent() {
        Pairing pairing = pair(List.of(datagram(0, "one")), List.of(datagram(1, "one"), datagram(2, "one"), datagram(3, "longer")));

        assertEquals(new Pairing(1, 0, 1, 0, 1, 0, 1, 0, List.of(MS)), pairing);
    }

    @Test
    void knowsDamageByTheFewBitsThatDiffer() {
        Pairing pairing = pair(List.of(datagram(0, "message a"), datagram(1, "something")),
            List.of(datagram(1, "message c"), datagram(2, "otherwise")));

        assertEquals(new Pairing(2, 1, 0, 0, 1, 1, 1, 0, List.of()), pairing);
    }

    @Test
    void doesNotTrustTheTimesOfTwins() {
        Pairing pairing = pair(List.of(datagram(0, "ping"), datagram(10, "ping"), datagram(20, "else")),
            List.of(datagram(15, "ping"), datagram(25, "else")));

        assertEquals(new Pairing(3, 1, 0, 0, 2, 0, 0, 2, List.of(5 * MS)), pairing);
    }

    @Test
    void countsThoseThatWentAhead() {
        Pairing pairing = pair(List.of(datagram(0, "a1"), datagram(1, "b2"), datagram(2, "c3"), datagram(3, "d4")),
            List.of(datagram(10, "c3"), datagram(11, "a1"), datagram(12, "b2"), datagram(13, "d4")));

        assertEquals(1, pairing.overtaking());
    }

    @Test
    void countsOnlyWhatLeftWithinTheStretch() {
        List<PacketObservation> departures = List.of(datagram(0, "before"), datagram(10, "within"), datagram(30, "after"));
        List<PacketObservation> arrivals = List.of(datagram(11, "before"), datagram(12, "within"));

        assertEquals(new Pairing(1, 0, 0, 0, 1, 0, 0, 0, List.of(2 * MS)), Pairing.of(departures, arrivals, 5 * MS, 20 * MS));
    }

    @Test
    void pairsBytesOfAStreamHoweverTheyArePacked() {
        Pairing pairing = pair(List.of(segment(0, 1_000, 6_000), segment(1, 7_000, 1_000)),
            List.of(segment(5, 1_000, 1_500), segment(5, 2_500, 4_000), segment(7, 6_500, 1_500)));

        assertEquals(new Pairing(2, 0, 0, 0, 1, 0, 0, 0, List.of(5 * MS, 6 * MS)), pairing);
    }

    @Test
    void takesARetransmissionForOneMorePacketAndNotForALateOne() {
        Pairing pairing = pair(List.of(segment(0, 1_000, 500), segment(1, 1_500, 500), segment(200, 1_000, 500)),
            List.of(segment(2, 1_500, 500), segment(203, 1_000, 500)));

        assertEquals(new Pairing(3, 1, 0, 0, 2, 0, 0, 0, List.of(MS)), pairing);
    }

    @Test
    void countsALargeSegmentThatIsLostAndSentAgainInPieces() {
        Pairing pairing = pair(List.of(segment(0, 0, 3_000), segment(200, 0, 1_000), segment(201, 1_000, 1_000), segment(202, 2_000, 1_000)),
            List.of(segment(210, 0, 1_000), segment(211, 1_000, 2_000)));

        assertEquals(4, pairing.sent());
        assertEquals(1, pairing.lost());
        assertEquals(List.of(), pairing.delays());
    }

    @Test
    void tellsADuplicateFromARetransmission() {
        Pairing twice = pair(List.of(segment(0, 0, 500)), List.of(segment(1, 0, 500), segment(1, 0, 500)));
        Pairing again = pair(List.of(segment(0, 0, 500), segment(50, 0, 500)), List.of(segment(60, 0, 500), segment(70, 0, 500)));

        assertEquals(1, twice.duplicated());
        assertEquals(0, again.duplicated());
        assertEquals(0, again.lost());
    }

    @Test
    void followsAStreamAcrossTheEndOfItsNumbers() {
        long from = 0xFFFF_FFFFL - 700;
        Pairing pairing = pair(List.of(segment(0, from, 500), segment(1, from + 500, 500), segment(2, from + 1_000, 500)),
            List.of(segment(1, from, 500), segment(3, from + 1_000, 500)));

        assertEquals(1, pairing.lost());
        assertEquals(List.of(MS, MS), pairing.delays());
    }

    @Test
    void comparesTheBytesThatWereCapturedAtBothEnds() {
        PacketObservation damaged = segment(1, 500, 500);
        damaged.payload()[99] ^= 4;
        Pairing pairing = pair(List.of(segment(0, 0, 500), segment(0, 500, 500)), List.of(segment(1, 0, 500), damaged));

        assertEquals(2, pairing.compared());
        assertEquals(1, pairing.damaged());
    }

    @Test
    void knowsNothingOfFlowsItNeverSawLeaving() {
        assertEquals(new Pairing(0, 0, 0, 0, 0, 0, 2, 0, List.of()), pair(List.of(), List.of(datagram(0, "one"), segment(0, 0, 10))));
    }

    @Test
    void pairsAHundredThousandPacketsOfOneStream() {
        PacketObservation[] departures = new PacketObservation[100_000];
        PacketObservation[] arrivals = new PacketObservation[100_000];
        for (int i = 0; i < departures.length; i++) {
            departures[i] = segment(i, i * 1_000L, 1_000);
            arrivals[i] = segment(i + 5, i * 1_000L, 1_000);
        }

        assertEquals(100_000, pair(Arrays.asList(departures), Arrays.asList(arrivals)).delays().size());
    }

    private static Pairing pair(List<PacketObservation> departures, List<PacketObservation> arrivals) {
        return Pairing.of(departures, arrivals, 0, Long.MAX_VALUE / 2);
    }
}
