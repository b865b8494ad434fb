package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large packets taken apart, and put together again by hand. */
class PiecesTest {

    private static final int MSS = 1_448;
    private static final int TCP_HEADER = 32;

    private final IpView view = new IpView();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesTcpApartAsTheKernelDoes(boolean ipv6) {
        byte[] data = data(5 * MSS + 100);
        ByteBuffer packet = packet(ipv6, IpView.TCP, tcp(0xFFFF_FF00, 0x80 | 0x10 | 0x08), data);
        TcpSegment segment = new TcpSegment(view.read(packet, 0, packet.capacity())).start(MSS);
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        int number = 0;
        while (segment.next()) {
            ByteBuffer wire = ByteBuffer.allocate(segment.length());
            segment.write(wire, 0);
            IpView piece = new IpView().read(wire, 0, wire.capacity());
            int tcp = piece.headerLength;
            assertTrue(checksumIsRight(piece), "checksum of segment " + number);
            assertEquals(0xFFFF_FF00 + number * MSS, wire.getInt(tcp + 4), "sequence");
            assertEquals(0x10 | (number == 0 ? 0x80 : 0) | (number == 5 ? 0x08 : 0), wire.get(tcp + 13) & 0xFF, "CWR first, PSH last");
            if (!ipv6) {
                assertEquals(100 + number, piece.u16(4), "identification");
                assertEquals(0, Checksum.of(Checksum.sum(wire, 0, 20)));
            }
            assertEquals(wire.capacity(), ipv6 ? piece.u16(4) + 40 : piece.u16(2));
            together.write(wire.array(), tcp + TCP_HEADER, wire.capacity() - tcp - TCP_HEADER);
            number++;
        }
        assertEquals(6, number);
        assertArrayEquals(data, together.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fragmentsDatagrams(boolean ipv6) {
        byte[] data = data(4_000);
        ByteBuffer packet = packet(ipv6, IpView.UDP, udp(data.length), data);
        view.read(packet, 0, packet.capacity());
        Transport.completeChecksum(view);
        Fragment fragment = new Fragment(view).start(1_500, 99);
        byte[] together = new byte[8 + data.length];
        List<Integer> lengths = new ArrayList<>();
        while (fragment.next()) {
            ByteBuffer wire = ByteBuffer.allocate(fragment.length());
            fragment.write(wire, 0);
            IpView piece = new IpView().read(wire, 0, wire.capacity());
            assertTrue(piece.valid && piece.fragment);
            assertEquals(IpView.UDP, piece.protocol);
            int field = ipv6 ? piece.u16(42) : piece.u16(6);
            int offset = ipv6 ? field & ~7 : (field & 0x1FFF) * 8;
            boolean more = ipv6 ? (field & 1) != 0 : (field & 0x2000) != 0;
            assertEquals(offset + wire.capacity() - piece.headerLength < together.length, more);
            System.arraycopy(wire.array(), piece.headerLength, together, offset, wire.capacity() - piece.headerLength);
            lengths.add(wire.capacity());
        }
        assertTrue(lengths.stream().allMatch(length -> length <= 1_500) && lengths.size() == 3, "lengths " + lengths);
        assertArrayEquals(Arrays.copyOfRange(packet.array(), ipv6 ? 40 : 20, packet.capacity()), together);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damageIsSeenByTheChecksumUnlessItIsFixed(boolean ipv6) {
        for (int protocol : new int[] {IpView.TCP, IpView.UDP}) {
            for (int bit = 0; bit < 40 * 8; bit++) {
                for (boolean fix : new boolean[] {false, true}) {
                    byte[] data = data(101);
                    ByteBuffer packet = packet(ipv6, protocol, protocol == IpView.TCP ? tcp(5, 0x10) : udp(data.length), data);
                    view.read(packet, 0, packet.capacity());
                    Transport.completeChecksum(view);
                    byte[] before = packet.array().clone();
                    int header = (protocol == IpView.TCP ? TCP_HEADER : 8) * 8;

                    Transport.damage(view, header + 2 * bit << 1 | (fix ? 1 : 0));

                    assertFalse(Arrays.equals(before, packet.array()));
                    assertEquals(fix, checksumIsRight(view), "protocol " + protocol + ", bit " + bit);
                }
            }
        }
    }

    @Test
    void marksCongestionAndKeepsTheHeaderRight() {
        ByteBuffer packet = packet(false, IpView.UDP, udp(4), data(4));
        packet.put(1, (byte) 0x02);
        packet.putShort(10, (short) 0).putShort(10, (short) Checksum.of(Checksum.sum(packet, 0, 20)));
        view.read(packet, 0, packet.capacity());
        assertTrue(view.ecnCapable());

        Transport.markCongestion(view);

        assertEquals(0x03, packet.get(1));
        assertEquals(0, Checksum.of(Checksum.sum(packet, 0, 20)));
    }

    @Test
    void readsBehindExtensionHeadersAndRefusesTornOnes() {
        byte[] hopByHop = {IpView.UDP, 0, 1, 4, 0, 0, 0, 0};
        ByteBuffer packet = packet(true, 0, hopByHop, data(20));
        view.read(packet, 0, packet.capacity());
        assertTrue(view.valid);
        assertEquals(48, view.headerLength);
        assertEquals(IpView.UDP, view.protocol);
        assertEquals(48, view.unfragmentableLength);

        assertFalse(view.read(packet, 0, 45).valid);
        assertFalse(view.read(packet, 0, 3).valid);
        assertFalse(view.read(ByteBuffer.wrap(new byte[60]), 0, 60).valid);
    }

    private static boolean checksumIsRight(IpView view) {
        ByteBuffer copy = ByteBuffer.wrap(view.buffer.array().clone());
        IpView again = new IpView().read(copy, 0, copy.capacity());
        int field = again.headerLength + IpView.checksumField(again.protocol);
        int before = again.u16(field);
        Transport.completeChecksum(again);
        return before == again.u16(field);
    }

    private static ByteBuffer packet(boolean ipv6, int protocol, byte[] header, byte[] data) {
        int ip = ipv6 ? 40 : 20;
        ByteBuffer packet = ByteBuffer.allocate(ip + header.length + data.length);
        if (ipv6) {
            packet.putInt(0, 0x6000_0000).putShort(4, (short) (header.length + data.length)).put(6, (byte) protocol).put(7, (byte) 64);
            packet.putLong(8, 0xFD77_0000_0000_0000L).putLong(16, 1).putLong(24, 0xFD77_0000_0000_0000L).putLong(32, 2);
        } else {
            packet.put(0, (byte) 0x45).putShort(2, (short) packet.capacity()).putShort(4, (short) 100).put(8, (byte) 64)
                .put(9, (byte) protocol).putInt(12, 0x0A4D_0001).putInt(16, 0x0A4D_0002);
        }
        packet.put(ip, header).put(ip + header.length, data);
        return packet;
    }

    private static byte[] tcp(int sequence, int flags) {
        return ByteBuffer.allocate(TCP_HEADER).putShort(0, (short) 5_000).putShort(2, (short) 6_000).putInt(4, sequence)
            .put(12, (byte) (TCP_HEADER / 4 << 4)).put(13, (byte) flags).array();
    }

    private static byte[] udp(int length) {
        return ByteBuffer.allocate(8).putShort(0, (short) 5_000).putShort(2, (short) 6_000).putShort(4, (short) (8 + length)).array();
    }

    private static byte[] data(int length) {
        byte[] data = new byte[length];
        new SplittableRandom(length).nextBytes(data);
        return data;
    }
}
