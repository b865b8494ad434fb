package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.util.List;

/**
 * {@code struct xt_set_info} in linux/netfilter/xt_set.h: a set, and the parts of a packet that are looked up in it.
 *
 * @param index the number by which the kernel knows the set in its namespace
 * @param ends  the end of the packet for each dimension of the set: {@code src} or {@code dst}
 */
public record SetDimensions(int index, List<String> ends) {

    static final int BYTES = 4;

    private static final int IPSET_INVALID_ID = 0xFFFF;
    private static final int IPSET_INV_MATCH = 1;

    public SetDimensions {
        ends = List.copyOf(ends);
    }

    void encode(WireWriter out, boolean negated) {
        int flags = negated ? IPSET_INV_MATCH : 0;
        for (int dimension = 1; dimension <= ends.size(); dimension++) {
            flags |= ends.get(dimension - 1).equals("src") ? 1 << dimension : 0;
        }
        out.u16(index)              // index
            .u8(ends.size())        // dim
            .u8(flags);             // flags
    }

    /** Writes that there is no set. */
    static void encodeNone(WireWriter out) {
        out.u16(IPSET_INVALID_ID).u8(0).u8(0);
    }
}
