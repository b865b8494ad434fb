package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;

/**
 * A set of type {@code hash:ip,port,ip} that rules fill by themselves; see ipset(8). A flow is in it when both of its ends are: each
 * as its address, its port with the protocol, and the other's address. A set does not grow when rules add to it: it is created with
 * its final number of buckets, of 12 members each. A new member finds no place when its bucket is full; when the whole set is full,
 * it replaces a random member.
 *
 * @param name 1 to 31 bytes
 */
public record FlowSet(String name, IpFamily family) {

    /** The number of buckets; an empty set takes 256 KB. */
    public static final int BUCKETS = 32_768;

    /** The number of ends that find a place nearly always: of 150 sets with that many members, one has a member that meets a full bucket. */
    public static final int SURE_MEMBERS = 2 * BUCKETS;

    /** The largest number of ends; a flow has two. The set takes 9 MB then, with IPv6 17 MB. */
    public static final int MAX_MEMBERS = 8 * BUCKETS;

    public static final String TYPE = "hash:ip,port,ip";

    /** Creates the set, empty; EEXIST when there is one of that name. */
    public NetlinkRequest create() {
        return set().create(TYPE, data -> {
            data.attribute(IpSet.IPSET_ATTR_CADT_FLAGS | IpSet.NLA_F_NET_BYTEORDER, value -> value.be32(IpSet.IPSET_FLAG_WITH_FORCEADD));
            data.attribute(IpSet.IPSET_ATTR_HASHSIZE | IpSet.NLA_F_NET_BYTEORDER, value -> value.be32(BUCKETS));
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
