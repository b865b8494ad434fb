package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_owner_match_info} in linux/netfilter/xt_owner.h: whether a packet has a socket of this host.
 *
 * @param socketExists whether it must have one
 */
public record OwnerMatch(boolean socketExists) implements Extension.Match {

    private static final int XT_OWNER_SOCKET = 1 << 2;
    private static final int USERS_AND_GROUPS = 4 * 4;

    @Override
    public String name() {
        return "owner";
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public void encode(WireWriter out) {
        out.zeros(USERS_AND_GROUPS)                     // uid_min to gid_max
            .u8(XT_OWNER_SOCKET)                        // match
            .u8(socketExists ? 0 : XT_OWNER_SOCKET);    // invert
    }
}
