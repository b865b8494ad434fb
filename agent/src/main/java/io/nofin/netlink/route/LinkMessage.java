package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;

/**
 * {@code struct ifinfomsg} in linux/rtnetlink.h: the 16 bytes before the attributes of every link message.
 *
 * @param index  0 for a link that does not exist yet, or for all
 * @param flags  IFF_ bits as in netdevice(7)
 * @param change the flags that a request changes; 0 for none
 */
public record LinkMessage(int index, long flags, long change) {

    static final LinkMessage ANY = new LinkMessage(0, 0, 0);

    static final int IFF_UP = 0x1;
    static final int IFF_LOOPBACK = 0x8;

    private static final int AF_UNSPEC = 0;

    public void encode(WireWriter out) {
        out.u8(AF_UNSPEC).zeros(1)      // ifi_family, padding
            .u16(0)                     // ifi_type
            .u32(index)                 // ifi_index
            .u32(flags)                 // ifi_flags
            .u32(change);               // ifi_change
    }

    /** Reads the struct and leaves the reader at the first attribute. */
    public static LinkMessage decode(WireReader in) throws MalformedMessageException {
        in.skip(4);                     // ifi_family, padding, ifi_type
        return new LinkMessage(in.s32(), in.u32(), in.u32());
    }
}
