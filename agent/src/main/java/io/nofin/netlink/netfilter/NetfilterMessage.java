package io.nofin.netlink.netfilter;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct nfgenmsg} in linux/netfilter/nfnetlink.h: the 4 bytes before the attributes of every nfnetlink message.
 *
 * @param resource the number of a queue; 0 elsewhere
 */
record NetfilterMessage(int family, int resource) {

    static final int LENGTH = 4;

    private static final int NFNETLINK_V0 = 0;

    NetfilterMessage(int family) {
        this(family, 0);
    }

    void encode(WireWriter out) {
        out.u8(family)                  // nfgen_family
            .u8(NFNETLINK_V0)           // version
            .be16(resource);            // res_id
    }
}
