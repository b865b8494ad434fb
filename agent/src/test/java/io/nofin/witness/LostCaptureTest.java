package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Selector;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.TimeSpan;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A witness that missed something must not vouch for it. */
@KernelTest
class LostCaptureTest {

    private static final String FILTER = "udp port 7000";
    private static final int FLOOD = 20_000;

    private final Selection nothing = new Selection(Selector.all(), new PeerSet(List.of(IpNetwork.parse("192.0.2.1"))), List.of());
    private TwoHosts hosts;

    @BeforeEach
    void takeHosts(@Own TwoHosts ofThisTest) {
        hosts = ofThisTest;
    }

    @AfterEach
    void closeSelection() {
        nothing.close();
    }

    /** Slots of 64 KB: a thousand fit, and more come while the reader sleeps. */
    @Test
    void whatTheKernelHadNoRoomForMakesTheTimeUnknown() throws IOException {
        try (WireWitness witness = WireWitness.watch(hosts.near(), FILTER, CaptureScope.HEADERS.capturing(65_535))) {
            long before = System.nanoTime();
            for (int i = 0; i < 50 && witness.lostPackets() == 0; i++) {
                flood();
            }
            TimeSpan flood = new TimeSpan(before, System.nanoTime());
            CaptureSlice sweep = witness.sweep(flood);

            assertTrue(witness.lostPackets() > 0, "the kernel lost some");
            assertEquals("the capture on near0 of near lost packets, " + witness.lostPackets() + " in all", sweep.missing().orElseThrow());
            assertUnknown(sweep);
            assertFalse(witness.count(flood.fromNanos(), flood.toNanos(), Direction.BOTH).complete());
        }
    }

    @Test
    void whatWasForgottenMakesTheTimeUnknownAndTheNewestIsKept() throws IOException {
        try (WireWitness witness = WireWitness.watch(hosts.near(), FILTER, CaptureScope.HEADERS.remembering(2 << 20))) {
            long before = System.nanoTime();
            flood();
            CaptureSlice all = witness.sweep(new TimeSpan(before, System.nanoTime()));

            assertTrue(all.missing().orElseThrow().endsWith("keeps the newest 2 MB, and has forgotten some of it"), all.missing().get());
            assertUnknown(all);
            long newest = all.packets().get(all.packets().size() - 1).nanos();
            assertTrue(witness.sweep(new TimeSpan(newest, System.nanoTime())).isComplete());
        }
    }

    @Test
    void theTimeBeforeItBeganIsUnknown() throws IOException {
        long before = System.nanoTime();
        try (WireWitness witness = WireWitness.watch(hosts.near(), FILTER)) {
            CaptureSlice sweep = witness.sweep(new TimeSpan(before, System.nanoTime()));

            assertEquals("the capture on near began later", sweep.missing().orElseThrow());
            assertUnknown(sweep);
        }
    }

    private void assertUnknown(CaptureSlice sweep) {
        assertTrue(Silence.of(nothing, true, List.of(sweep)).verdict().isUnknown());
        assertTrue(DropEvidence.of(nothing, List.of(sweep), 0, OptionalLong.of(0)).verdict().isUnknown());
    }

    private void flood() throws IOException {
        hosts.near().namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket(7_001)) {
                var packet = new DatagramPacket(new byte[100], 100, new InetSocketAddress(hosts.farAddress(IpFamily.IPV4), 7_000));
                for (int i = 0; i < FLOOD; i++) {
                    socket.send(packet);
                }
                return null;
            }
        });
    }
}
