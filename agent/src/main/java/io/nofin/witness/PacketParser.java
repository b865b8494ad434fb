package io.nofin.witness;

import io.nofin.scenario.Side;
import io.nofin.unit.IpNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the headers of frames that may be cut off, by offsets. Immutable. */
final class PacketParser {

    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int TCP_FLAGS = 13;
    private static final int UDP_HEADER = 8;
    private static final int ICMP_HEADER = 8;
    private static final Optional<Side> COMING_IN = Optional.of(Side.INGRESS);
    private static final Optional<Side> GOING_OUT = Optional.of(Side.EGRESS);

    private final LinkLayer link;
    private final List<byte[]> own;

    /**
     * Creates a parser.
     *
     * @param addresses the addresses of the host, by which outgoing packets are told from incoming ones
     */
    PacketParser(LinkLayer link, List<IpNetwork> addresses) {
        this.link = link;
        this.own = addresses.stream().map(network -> network.address().getAddress()).toList();
    }

    /** Returns whether it is an IP packet. */
    boolean reads(byte[] frame) {
        return header(frame).isPresent();
    }

    /** Returns the places of the parts of the packet; empty when it is no IP packet. */
    Optional<IpHeader> header(byte[] frame) {
        return IpHeader.at(frame, link.ipOffset(frame));
    }

    /** Returns the packet; empty when it is no IP packet. */
    Optional<WirePacket> parse(byte[] frame) {
        return header(frame).map(ip -> parse(frame, ip));
    }

    WirePacket parse(byte[] frame, IpHeader ip) {
        return switch (ip.protocol()) {
            case IpHeader.TCP -> tcp(frame, ip);
            case IpHeader.UDP -> ports(frame, ip, WirePacket.Kind.UDP, ip.payloadLength() - UDP_HEADER, 0);
            case IpHeader.ICMP, IpHeader.ICMPV6 -> icmp(frame, ip);
            default -> new WirePacket(WirePacket.Kind.OTHER, side(frame, ip), ip.family(), 0, 0, 0, false, false, false);
        };
    }

    private WirePacket tcp(byte[] frame, IpHeader ip) {
        if (ip.payload() + TCP_FLAGS >= frame.length) {
            return ports(frame, ip, WirePacket.Kind.TCP, 0, 0);
        }
        int header = (Bytes.u8(frame, ip.payload() + TCP_FLAGS - 1) >> 4) * 4;
        return ports(frame, ip, WirePacket.Kind.TCP, ip.payloadLength() - header, Bytes.u8(frame, ip.payload() + TCP_FLAGS));
    }

    private WirePacket ports(byte[] frame, IpHeader ip, WirePacket.Kind kind, int size, int flags) {
        Optional<Side> side = side(frame, ip);
        PortPair ports = portPair(frame, ip.payload(), !side.equals(COMING_IN));
        return new WirePacket(kind, side, ip.family(), ports.local(), ports.remote(), Math.max(0, size),
            (flags & FIN) != 0, (flags & SYN) != 0, (flags & RST) != 0);
    }

    /** Reads an ICMP message. An error carries the packet it complains about, which went the other way. */
    private WirePacket icmp(byte[] frame, IpHeader ip) {
        Optional<Side> side = side(frame, ip);
        int typeAndCode = ip.payload() + 2 <= frame.length ? Bytes.u16(frame, ip.payload()) : 0;
        var bare = new WirePacket(WirePacket.Kind.ICMP, side, ip.family(), 0, 0, typeAndCode, false, false, false);
        if (!bare.isIcmpError()) {
            return bare;
        }
        return IpHeader.at(frame, ip.payload() + ICMP_HEADER)
            .filter(inner -> inner.protocol() == IpHeader.TCP || inner.protocol() == IpHeader.UDP)
            .map(inner -> portPair(frame, inner.payload(), side.equals(COMING_IN)))
            .map(ports -> new WirePacket(WirePacket.Kind.ICMP, side, ip.family(), ports.local(), ports.remote(), typeAndCode,
                false, false, false))
            .orElse(bare);
    }

    private static PortPair portPair(byte[] frame, int at, boolean sourceIsLocal) {
        if (at + 4 > frame.length) {
            return new PortPair(0, 0);
        }
        PortPair ports = new PortPair(Bytes.u16(frame, at), Bytes.u16(frame, at + 2));
        return sourceIsLocal ? ports : ports.reversed();
    }

    /** Returns the side of the host that a packet passes; empty for one that it only forwarded, or flooded. */
    private Optional<Side> side(byte[] frame, IpHeader ip) {
        if (isOwn(frame, ip.source(), ip.addressLength())) {
            return GOING_OUT;
        }
        return isOwn(frame, ip.destination(), ip.addressLength()) ? COMING_IN : Optional.empty();
    }

    private boolean isOwn(byte[] frame, int at, int length) {
        for (byte[] address : own) {
            if (address.length == length && Arrays.equals(address, 0, length, frame, at, at + length)) {
                return true;
            }
        }
        return false;
    }
}
