package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_addrtype_info_v1} in linux/netfilter/xt_addrtype.h: the kinds of a packet's addresses in the routing table.
 *
 * @param source      the kinds of the source
 * @param destination the kinds of the destination
 */
public record AddressTypeMatch(Types source, Types destination) implements Extension.Match {

    private static final int XT_ADDRTYPE_INVERT_SOURCE = 1;
    private static final int XT_ADDRTYPE_INVERT_DEST = 2;

    /** The kinds of addresses, at {@code 1 << ordinal()}; {@code RTN_UNSPEC} and following in linux/rtnetlink.h. */
    public enum Type { UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW, NAT, XRESOLVE }

    /**
     * Kinds of addresses.
     *
     * @param mask    all of these; 0 for any
     * @param negated whether the address must be of none of them
     */
    public record Types(int mask, boolean negated) {

        public static final Types ANY = new Types(0, false);
    }

    @Override
    public String name() {
        return "addrtype";
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public void encode(WireWriter out) {
        out.u16(source.mask)                                                // source
            .u16(destination.mask)                                          // dest
            .u32((source.negated ? XT_ADDRTYPE_INVERT_SOURCE : 0)
                | (destination.negated ? XT_ADDRTYPE_INVERT_DEST : 0));     // flags
    }
}
