package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A connection as connection tracking knows it, each direction as it is before it is translated; see
 * linux/netfilter/nfnetlink_conntrack.h.
 *
 * @param original the packets of the side that began the connection
 * @param reply    the packets of the other side
 */
public record TrackedConnection(ConnectionTuple original, ConnectionTuple reply) {

    private static final int IPCTNL_MSG_CT_GET = 1 << 8 | 1;    // NFNL_SUBSYS_CTNETLINK
    private static final int CTA_TUPLE_ORIG = 1;
    private static final int CTA_TUPLE_REPLY = 2;
    private static final int CTA_TUPLE_IP = 1;
    private static final int CTA_TUPLE_PROTO = 2;
    private static final int CTA_IP_V4_SRC = 1;
    private static final int CTA_IP_V6_SRC = 3;
    private static final int CTA_PROTO_NUM = 1;
    private static final int CTA_PROTO_SRC_PORT = 2;
    private static final int CTA_PROTO_DST_PORT = 3;
    private static final int CTA_PROTO_ICMP_ID = 4;             // then type and code
    private static final int CTA_PROTO_ICMPV6_ID = 7;
    private static final int NLA_F_NESTED = 1 << 15;
    private static final int IPV4_BYTES = 4;

    /** Asks for the connection of which a direction is known by {@code tuple}; the kernel answers ENOENT where there is none. */
    public static NetlinkRequest get(ConnectionTuple tuple) {
        boolean ipv4 = tuple.source().capacity() == IPV4_BYTES;
        int addresses = ipv4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC;
        return new NetlinkRequest(IPCTNL_MSG_CT_GET, 0, out -> {
            new NetfilterMessage(IpFamily.of(tuple.source().array()).number()).encode(out);
            out.attribute(CTA_TUPLE_ORIG | NLA_F_NESTED, nested -> {
                nested.attribute(CTA_TUPLE_IP | NLA_F_NESTED, ip -> ip
                    .attribute(addresses, source -> source.bytes(tuple.source().array()))
                    .attribute(addresses + 1, destination -> destination.bytes(tuple.destination().array())));
                nested.attribute(CTA_TUPLE_PROTO | NLA_F_NESTED, protocol -> encode(tuple, protocol));
            });
        });
    }

    private static void encode(ConnectionTuple tuple, WireWriter out) {
        out.attribute(CTA_PROTO_NUM, number -> number.u8(tuple.protocol()));
        if (tuple.isIcmp()) {
            int id = tuple.protocol() == ConnectionTuple.ICMP ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID;
            out.attribute(id + 2, code -> code.u8(tuple.destinationPort() & 0xFF))
                .attribute(id + 1, type -> type.u8(tuple.destinationPort() >>> Byte.SIZE))
                .attribute(id, value -> value.be16(tuple.sourcePort()));
        } else {
            out.attribute(CTA_PROTO_SRC_PORT, port -> port.be16(tuple.sourcePort()))
                .attribute(CTA_PROTO_DST_PORT, port -> port.be16(tuple.destinationPort()));
        }
    }

    /** Reads the kernel's answer; empty where it is about something else. */
    public static Optional<TrackedConnection> parse(NetlinkMessage answer) throws MalformedMessageException {
        List<WireReader.Attribute> attributes = answer.reader().skip(NetfilterMessage.LENGTH).attributes();
        Optional<WireReader.Attribute> original = WireReader.find(attributes, CTA_TUPLE_ORIG);
        Optional<WireReader.Attribute> reply = WireReader.find(attributes, CTA_TUPLE_REPLY);
        return original.isEmpty() || reply.isEmpty() ? Optional.empty()
            : Optional.of(new TrackedConnection(tuple(original.get().reader()), tuple(reply.get().reader())));
    }

    private static ConnectionTuple tuple(WireReader in) throws MalformedMessageException {
        ByteBuffer[] addresses = {ByteBuffer.allocate(0), ByteBuffer.allocate(0)};
        int protocol = 0;
        int[] ports = {0, 0};
        for (WireReader.Attribute part : in.attributes()) {
            for (WireReader.Attribute field : part.reader().attributes()) {
                if (part.type() == CTA_TUPLE_IP && field.type() >= CTA_IP_V4_SRC && field.type() <= CTA_IP_V6_SRC + 1) {
                    addresses[(field.type() - 1) % 2] = ByteBuffer.wrap(field.payload());
                } else if (part.type() == CTA_TUPLE_PROTO && field.type() == CTA_PROTO_NUM) {
                    protocol = field.reader().u8();
                } else if (part.type() == CTA_TUPLE_PROTO) {
                    read(field, ports);
                }
            }
        }
        return new ConnectionTuple(addresses[0], addresses[1], protocol, ports[0], ports[1]);
    }

    private static void read(WireReader.Attribute field, int[] ports) throws MalformedMessageException {
        switch (field.type()) {
            case CTA_PROTO_SRC_PORT, CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID -> ports[0] = field.reader().be16();
            case CTA_PROTO_DST_PORT -> ports[1] = field.reader().be16();
            case CTA_PROTO_ICMP_ID + 1, CTA_PROTO_ICMPV6_ID + 1 -> ports[1] |= field.reader().u8() << Byte.SIZE;
            case CTA_PROTO_ICMP_ID + 2, CTA_PROTO_ICMPV6_ID + 2 -> ports[1] |= field.reader().u8();
            default -> { }
        }
    }
}
