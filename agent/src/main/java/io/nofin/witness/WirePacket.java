package io.nofin.witness;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.util.Optional;

/**
 * The contents of one packet's headers.
 *
 * @param side   the side of the host that it passes; empty for one that the host only forwarded, or flooded
 * @param local  the port of the host; for an ICMP error that of the packet it complains about, zero where that is not known
 * @param remote the port of the other side, in the same way
 * @param size   the payload in bytes; for ICMP 256 times the type, plus the code
 */
record WirePacket(Kind kind, Optional<Side> side, IpFamily family, int local, int remote, int size, boolean fin, boolean syn, boolean rst) {

    enum Kind {
        TCP, UDP, ICMP, OTHER
    }

    int icmpType() {
        return size >> Byte.SIZE;
    }

    int payloadBytes() {
        return kind == Kind.ICMP ? 0 : size;
    }

    /**
     * Returns whether it is an error. RFC 792: unreachable, source quench, time exceeded, parameter problem. RFC 4443: everything
     * below 128.
     */
    boolean isIcmpError() {
        return kind == Kind.ICMP && (family == IpFamily.IPV6 ? icmpType() < 128
            : icmpType() == 3 || icmpType() == 4 || icmpType() == 11 || icmpType() == 12);
    }

    /** Returns whether it goes that way; a forwarded one only goes both ways. */
    boolean goes(Direction direction) {
        return direction == Direction.BOTH || side.filter(direction::includes).isPresent();
    }

    boolean isOf(PortPair connection) {
        return local == connection.local() && remote == connection.remote();
    }
}
