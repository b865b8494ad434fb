package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;

/**
 * A set of type {@code hash:ip,port,ip} that rules fill by themselves; see ipset(8). A flow is in it when both of its ends are: each
 * as its address, its port with the protocol, and the other's address. When it is full, a new member takes a random one's place, or
 * finds none.
 *
 * @param name 1 to 31 bytes
 */
public record FlowSet(String name, IpFamily family) {

    /** How many ends; a flow has two. Takes 37 MB when full, with IPv6 68 MB. */
    public static final int MAX_MEMBERS = 1_048_576;

    public static final String TYPE = "hash:ip,port,ip";

    /** Makes the set, empty; EEXIST when there is one of that name. */
    public NetlinkRequest create() {
        return set().create(TYPE, data -> {
            data.attribute(IpSet.IPSET_ATTR_CADT_FLAGS | IpSet.NLA_F_NET_BYTEORDER, value -> value.be32(IpSet.IPSET_FLAG_WITH_FORCEADD));
            data.attribute(IpSet.IPSET_ATTR_MAXELEM | IpSet.NLA_F_NET_BYTEORDER, value -> value.be32(MAX_MEMBERS));
        });
    }

    /** Removes the set; EBUSY ({@code IPSET_ERR_BUSY}) while a rule refers to it, ENOENT when there is none. */
    public NetlinkRequest destroy() {
        return set().destroy();
    }

    private IpSet set() {
        return new IpSet(name, family);
    }
}
