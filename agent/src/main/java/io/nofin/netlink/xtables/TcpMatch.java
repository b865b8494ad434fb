package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.util.OptionalInt;

/**
 * {@code struct xt_tcp} in linux/netfilter/xt_tcpudp.h: a port of each end, and flags.
 *
 * @param source      the source port; empty for any
 * @param destination the destination port; empty for any
 * @param flags       the flags that must be set, or not
 */
public record TcpMatch(OptionalInt source, OptionalInt destination, Flags flags) implements Extension.Match {

    private static final int XT_TCP_INV_FLAGS = 4;
    private static final int MAX_PORT = 0xFFFF;

    /**
     * Flags of TCP; see {@code tcp_flag_word()} in linux/tcp.h.
     *
     * @param mask    the flags that are looked at; 0 for none
     * @param set     those of them that must be set
     * @param negated whether it must be otherwise
     */
    public record Flags(int mask, int set, boolean negated) {

        public static final Flags ANY = new Flags(0, 0, false);
    }

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public void encode(WireWriter out) {
        out.u16(source.orElse(0)).u16(source.orElse(MAX_PORT))                  // spts[0] to spts[1]
            .u16(destination.orElse(0)).u16(destination.orElse(MAX_PORT))       // dpts[0] to dpts[1]
            .u8(0)                                                              // option
            .u8(flags.mask)                                                     // flg_mask
            .u8(flags.set)                                                      // flg_cmp
            .u8(flags.negated ? XT_TCP_INV_FLAGS : 0);                          // invflags
    }
}
