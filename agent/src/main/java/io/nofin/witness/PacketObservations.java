package io.nofin.witness;

import io.nofin.unit.IpFamily;
import io.nofin.witness.measure.FlowKey;
import io.nofin.witness.measure.PacketObservation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns captured packets into sightings, which can be paired. */
final class PacketObservations {

    private static final int UDP_HEADER = 8;

    private PacketObservations() {
    }

    /** Returns the sighting; empty for all fragments except the first, and for packets that were cut off too early. */
    static Optional<PacketObservation> of(CapturedPacket capturedPacket) {
        int protocol = capturedPacket.ip().protocol();
        if (protocol == IpHeader.FRAGMENT || capturedPacket.ip().payload() + UDP_HEADER > capturedPacket.frame().bytes().length) {
            return Optional.empty();
        }
        if (protocol == IpHeader.TCP) {
            return TcpHeader.of(capturedPacket).map(tcp ->
                sighting(capturedPacket, tcp.sequence(), tcp.payloadAt(), tcp.payloadLength(), tcp.clock()));
        }
        int header = protocol == IpHeader.UDP ? UDP_HEADER : 0;
        int length = Math.max(0, payloadLength(capturedPacket) - header);
        return Optional.of(sighting(capturedPacket, 0, capturedPacket.ip().payload() + header, length, OptionalLong.empty()));
    }

    static FlowKey flow(CapturedPacket capturedPacket) {
        boolean hasPorts = capturedPacket.ip().protocol() == IpHeader.TCP || capturedPacket.ip().protocol() == IpHeader.UDP;
        byte[] bytes = capturedPacket.frame().bytes();
        int at = capturedPacket.ip().payload();
        return new FlowKey(capturedPacket.ip().protocol(), socket(capturedPacket, capturedPacket.ip().source(), hasPorts ? Bytes.u16(bytes, at) : 0),
            socket(capturedPacket, capturedPacket.ip().destination(), hasPorts ? Bytes.u16(bytes, at + 2) : 0));
    }

    static int ipBytes(CapturedPacket capturedPacket) {
        return capturedPacket.ip().payload() - capturedPacket.ip().start() + payloadLength(capturedPacket);
    }

    private static int payloadLength(CapturedPacket capturedPacket) {
        return capturedPacket.ip().payloadLength() > 0 ? capturedPacket.ip().payloadLength() : capturedPacket.frame().originalLength() - capturedPacket.ip().payload();
    }

    private static PacketObservation sighting(CapturedPacket capturedPacket, long sequence, int payloadAt, int length, OptionalLong clock) {
        byte[] bytes = capturedPacket.frame().bytes();
        int from = Math.min(payloadAt, bytes.length);
        byte[] payload = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
        int id = capturedPacket.ip().family() == IpFamily.IPV4 ? Bytes.u16(bytes, capturedPacket.ip().start() + 4) : 0;
        return new PacketObservation(capturedPacket.nanos(), flow(capturedPacket), id, sequence, length, payload, ipBytes(capturedPacket), clock);
    }

    private static InetSocketAddress socket(CapturedPacket capturedPacket, int at, int port) {
        try {
            return new InetSocketAddress(
                InetAddress.getByAddress(Arrays.copyOfRange(capturedPacket.frame().bytes(), at, at + capturedPacket.ip().addressLength())), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes: length=" + capturedPacket.ip().addressLength(), e);
        }
    }
}
