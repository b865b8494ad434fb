package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.IpFamily;
import io.nofin.witness.WirePacket.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketRingTest {

    private static final int BOUND = 2048;

    private final PacketRing ring = new PacketRing(BOUND);

    @Test
    void givesBackWhatItWasGiven() {
        var rst = new WirePacket(Kind.TCP, Flow.IN, IpFamily.IPV6, 65_535, 7, 0, false, false, true);
        var error = new WirePacket(Kind.ICMP, Flow.THROUGH, IpFamily.IPV4, 0, 65_535, 0x0303, false, false, false);
        var data = new WirePacket(Kind.TCP, Flow.OUT, IpFamily.IPV4, 1, 2, 0xF_FFFF, true, true, false);
        ring.add(1, rst);
        ring.add(2, error);
        ring.add(3, data);

        assertEquals(List.of(rst, error, data), packets(1, 3));
        assertEquals(List.of(error), packets(2, 2));
    }

    @Test
    void keepsTheNewestAndKnowsWhatItForgot() {
        for (int i = 0; i < BOUND + 10; i++) {
            ring.add(i, ofPort(i));
        }

        List<WirePacket> kept = packets(0, Long.MAX_VALUE);
        assertEquals(BOUND, kept.size());
        assertEquals(10, kept.get(0).local());
        assertFalse(ring.reachesBackTo(9));
        assertTrue(ring.reachesBackTo(10));
    }

    @Test
    void reachesBackToTheBeginningWhileItHasRoom() {
        for (int i = 0; i < BOUND; i++) {
            ring.add(i, ofPort(i));
        }

        assertTrue(ring.reachesBackTo(Long.MIN_VALUE));
    }

    private List<WirePacket> packets(long from, long to) {
        List<WirePacket> packets = new ArrayList<>();
        ring.forEach(from, to, (time, packet) -> packets.add(packet));
        return packets;
    }

    private static WirePacket ofPort(int port) {
        return new WirePacket(Kind.UDP, Flow.OUT, IpFamily.IPV4, port, 1, 0, false, false, false);
    }
}
