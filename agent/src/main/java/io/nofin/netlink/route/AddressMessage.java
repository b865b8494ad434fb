package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;

/**
 * {@code struct ifaddrmsg} in linux/if_addr.h: the 8 bytes before the attributes of every address message.
 *
 * @param family       AF_INET, AF_INET6, or 0 for both
 * @param prefixLength the length of the network's prefix in bits
 * @param flags        IFA_F_ bits, the lower eight
 * @param scope        0 is the whole world, 253 the link, 254 the host; see rtnetlink(7)
 * @param linkIndex    the link that has the address
 */
public record AddressMessage(int family, int prefixLength, int flags, int scope, int linkIndex) {

    static final AddressMessage ANY = new AddressMessage(0, 0, 0, 0, 0);

    static final int IFA_F_NODAD = 0x2;

    public void encode(WireWriter out) {
        out.u8(family)                  // ifa_family
            .u8(prefixLength)           // ifa_prefixlen
            .u8(flags)                  // ifa_flags
            .u8(scope)                  // ifa_scope
            .u32(linkIndex);            // ifa_index
    }

    /** Reads the struct and leaves the reader at the first attribute. */
    public static AddressMessage decode(WireReader in) throws MalformedMessageException {
        return new AddressMessage(in.u8(), in.u8(), in.u8(), in.u8(), in.s32());
    }
}
