package io.nofin.witness;

import io.nofin.unit.IpFamily;

/**
 * What is kept of one packet. In the ring it is one {@code long}, from the lowest bit:
 *
 * <pre>
 *   | 16 local port | 16 remote port | 20 size | 2 kind | 2 flow | family | fin | syn | rst |
 * </pre>
 *
 * @param local  port of the host; for an ICMP error that of the packet it complains about, zero where that is not told
 * @param remote port of the other side, likewise
 * @param size   payload in bytes; for ICMP 256 times the type, plus the code
 */
record WirePacket(Kind kind, Flow flow, IpFamily family, int local, int remote, int size, boolean fin, boolean syn, boolean rst) {

    private static final int MAX_SIZE = 0xF_FFFF;
    private static final int REMOTE = 16;
    private static final int SIZE = 32;
    private static final int KIND = 52;
    private static final int FLOW = 54;
    private static final int FAMILY = 56;
    private static final int FIN = 57;
    private static final int SYN = 58;
    private static final int RST = 59;
    private static final Kind[] KINDS = Kind.values();
    private static final Flow[] FLOWS = Flow.values();
    private static final IpFamily[] FAMILIES = IpFamily.values();

    enum Kind {
        TCP, UDP, ICMP, OTHER
    }

    static WirePacket unpack(long bits) {
        return new WirePacket(KINDS[(int) (bits >>> KIND) & 3], FLOWS[(int) (bits >>> FLOW) & 3], FAMILIES[(int) (bits >>> FAMILY) & 1],
            (int) bits & 0xFFFF, (int) (bits >>> REMOTE) & 0xFFFF, (int) (bits >>> SIZE) & MAX_SIZE,
            (bits >>> FIN & 1) != 0, (bits >>> SYN & 1) != 0, (bits >>> RST & 1) != 0);
    }

    long pack() {
        return local | (long) remote << REMOTE | (long) Math.max(0, Math.min(size, MAX_SIZE)) << SIZE
            | (long) kind.ordinal() << KIND | (long) flow.ordinal() << FLOW | (long) family.ordinal() << FAMILY
            | (fin ? 1L << FIN : 0) | (syn ? 1L << SYN : 0) | (rst ? 1L << RST : 0);
    }

    int icmpType() {
        return size >> Byte.SIZE;
    }

    int payloadBytes() {
        return kind == Kind.ICMP ? 0 : size;
    }

    /** RFC 792: unreachable, source quench, time exceeded, parameter problem. RFC 4443: everything below 128. */
    boolean isIcmpError() {
        return kind == Kind.ICMP && (family == IpFamily.IPV6 ? icmpType() < 128
            : icmpType() == 3 || icmpType() == 4 || icmpType() == 11 || icmpType() == 12);
    }

    boolean isOf(PortPair connection) {
        return local == connection.local() && remote == connection.remote();
    }
}
