package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.util.Optional;

/**
 * {@code struct xt_conntrack_mtinfo3} in linux/netfilter/xt_conntrack.h: what connection tracking knows about a packet's connection.
 * Addresses, ports and expiry, which it could compare too, are left out.
 *
 * @param state  the connection's state, or not that; {@link Part#ANY} for any
 * @param status the connection's status, or not that
 * @param reply  whether the packet is of the reply's direction; empty for both
 */
public record ConntrackMatch(Part state, Part status, Optional<Boolean> reply) implements Extension.Match {

    private static final int XT_CONNTRACK_STATE = 1;
    private static final int XT_CONNTRACK_STATUS = 1 << 6;
    private static final int XT_CONNTRACK_DIRECTION = 1 << 12;      // inverted: of the reply

    private static final int ADDRESSES = 8 * 16;
    private static final int EXPIRES = 2 * 4;
    private static final int PROTOCOL_AND_PORTS = 5 * 2;
    private static final int PORTS_HIGH = 4 * 2;

    /** The states of connections, in the words of {@code --ctstate}. */
    public enum State {
        SNAT(1 << 6), DNAT(1 << 7);         // XT_CONNTRACK_STATE_SNAT, XT_CONNTRACK_STATE_DNAT

        private final int bit;

        State(int bit) {
            this.bit = bit;
        }
    }

    /** The statuses of connections, in the words of {@code --ctstatus}. */
    public enum Status {
        CONFIRMED(1 << 3);                  // IPS_CONFIRMED in linux/netfilter/nf_conntrack_common.h

        private final int bit;

        Status(int bit) {
            this.bit = bit;
        }
    }

    /** A state or status, or not that. */
    public record Part(int bits, boolean negated) {

        public static final Part ANY = new Part(0, false);

        public static Part of(State state, boolean negated) {
            return new Part(state.bit, negated);
        }

        public static Part of(Status status, boolean negated) {
            return new Part(status.bit, negated);
        }
    }

    @Override
    public String name() {
        return "conntrack";
    }

    @Override
    public int revision() {
        return 3;
    }

    @Override
    public void encode(WireWriter out) {
        out.zeros(ADDRESSES)                                            // origsrc_addr to repldst_mask
            .zeros(EXPIRES)                                             // expires_min, expires_max
            .zeros(PROTOCOL_AND_PORTS)                                  // l4proto to repldst_port
            .u16(flags(state.bits != 0, status.bits != 0, reply.isPresent()))                   // match_flags
            .u16(flags(state.negated, status.negated, reply.filter(Boolean::booleanValue).isPresent()))    // invert_flags
            .u16(state.bits)                                            // state_mask
            .u16(status.bits)                                           // status_mask
            .zeros(PORTS_HIGH);                                         // origsrc_port_high to repldst_port_high
    }

    private static int flags(boolean state, boolean status, boolean direction) {
        return (state ? XT_CONNTRACK_STATE : 0) | (status ? XT_CONNTRACK_STATUS : 0) | (direction ? XT_CONNTRACK_DIRECTION : 0);
    }
}
