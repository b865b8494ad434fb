package io.nofin.netlink.netfilter;

import java.nio.ByteBuffer;

/**
 * {@code struct nf_conntrack_tuple} in net/netfilter/nf_conntrack_tuple.h: what connection tracking knows one direction of a connection by.
 *
 * @param source          an address of 4 or 16 bytes
 * @param destination     an address of as many
 * @param protocol        the number of IP
 * @param sourcePort      the port; of ICMP, the identifier
 * @param destinationPort the port; of ICMP, type and code
 */
public record ConnectionTuple(ByteBuffer source, ByteBuffer destination, int protocol, int sourcePort, int destinationPort) {

    static final int ICMP = 1;
    static final int ICMPV6 = 58;

    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int ECHO_REPLY_V6 = 129;

    /** Returns what an answer is known by, as long as nothing is translated. */
    public ConnectionTuple answer() {
        return isIcmp() ? new ConnectionTuple(destination, source, protocol, sourcePort, answer(destinationPort >>> Byte.SIZE) << Byte.SIZE)
            : new ConnectionTuple(destination, source, protocol, destinationPort, sourcePort);
    }

    boolean isIcmp() {
        return protocol == ICMP || protocol == ICMPV6;
    }

    private static int answer(int type) {
        return switch (type) {
            case ECHO_REPLY -> ECHO_REQUEST;
            case ECHO_REQUEST -> ECHO_REPLY;
            case ECHO_REQUEST_V6 -> ECHO_REPLY_V6;
            case ECHO_REPLY_V6 -> ECHO_REQUEST_V6;
            default -> type;
        };
    }
}
