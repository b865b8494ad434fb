package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;

/**
 * {@code struct tcmsg} in linux/rtnetlink.h: the 20 bytes before the attributes of every traffic control message.
 *
 * @param handle the handle; that of a filter is 32 bits that mean something to its classifier
 * @param info   for a filter its priority and protocol, for a class in an answer the handle of its leaf
 */
public record TcMessage(int ifindex, Handle handle, Handle parent, long info) {

    static final int RTM_NEWQDISC = 36;
    static final int RTM_DELQDISC = 37;
    static final int RTM_GETQDISC = 38;
    static final int RTM_NEWTCLASS = 40;
    static final int RTM_DELTCLASS = 41;
    static final int RTM_GETTCLASS = 42;
    static final int RTM_NEWTFILTER = 44;
    static final int RTM_GETTFILTER = 46;

    static final int TCA_KIND = 1;
    static final int TCA_OPTIONS = 2;
    static final int TCA_STAB = 8;
    static final int TCA_CHAIN = 11;

    private static final int AF_UNSPEC = 0;

    public TcMessage(Link link, Handle handle, Handle parent) {
        this(link.index(), handle, parent, 0);
    }

    public void encode(WireWriter out) {
        out.u8(AF_UNSPEC).zeros(3)      // tcm_family, padding
            .u32(ifindex)               // tcm_ifindex
            .u32(handle.toU32())        // tcm_handle
            .u32(parent.toU32())        // tcm_parent
            .u32(info);                 // tcm_info
    }

    /** Reads the struct and leaves the reader at the first attribute. */
    public static TcMessage decode(WireReader in) throws MalformedMessageException {
        in.skip(4);                     // tcm_family, padding
        return new TcMessage(in.s32(), Handle.of(in.u32()), Handle.of(in.u32()), in.u32());
    }
}
