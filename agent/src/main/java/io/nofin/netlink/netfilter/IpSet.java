package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A set of type {@code hash:net} with a timeout on every member, and the requests that create, fill, empty and destroy it; see
 * ipset(8). The requests carry what ipset(8) sends, but speak protocol 6 and type revision 1, which every kernel since 3.2 has.
 *
 * @param name   1 to 31 bytes ({@code IPSET_MAXNAMELEN} with its NUL is 32)
 * @param family the IP version of its members
 */
public record IpSet(String name, IpFamily family) {

    /** The longest timeout in seconds, {@code IPSET_MAX_TIMEOUT}: (UINT_MAX >> 1) / 1000. */
    public static final long MAX_TIMEOUT_SECONDS = 2_147_483;

    static final int IPSET_ATTR_SETNAME = 2;
    static final int IPSET_ATTR_TYPENAME = 3;
    static final int IPSET_ATTR_FAMILY = 5;
    static final int IPSET_ATTR_DATA = 7;
    static final int IPSET_ATTR_ADT = 8;
    static final int IPSET_ATTR_IP = 1;
    static final int IPSET_ATTR_CIDR = 3;
    static final int IPSET_ATTR_PORT = 4;
    static final int IPSET_ATTR_TIMEOUT = 6;
    static final int IPSET_ATTR_PROTO = 7;
    static final int IPSET_ATTR_CADT_FLAGS = 8;
    static final int IPSET_ATTR_HASHSIZE = 18;      // an attribute of a set
    static final int IPSET_ATTR_MAXELEM = 19;       // an attribute of a set
    static final int IPSET_ATTR_IP2 = 20;           // an attribute of a member
    static final int IPSET_FLAG_WITH_FORCEADD = 1 << 5;
    static final int NLA_F_NET_BYTEORDER = 0x4000;
    static final int IPSET_ATTR_ELEMENTS = 24;      // an attribute of a set
    static final int IPSET_ATTR_REFERENCES = 25;    // an attribute of a set
    static final int IPSET_ATTR_IPADDR_IPV4 = 1;
    static final int IPSET_ATTR_IPADDR_IPV6 = 2;
    static final String TYPE = "hash:net";

    private static final int NFNL_SUBSYS_IPSET = 6 << 8;
    private static final int IPSET_CMD_CREATE = 2;
    private static final int IPSET_CMD_DESTROY = 3;
    private static final int IPSET_CMD_FLUSH = 4;
    private static final int IPSET_CMD_LIST = 7;
    private static final int IPSET_CMD_ADD = 9;
    private static final int IPSET_CMD_DEL = 10;
    private static final int IPSET_CMD_GET_BYNAME = 14;

    private static final int IPSET_ATTR_PROTOCOL = 1;
    private static final int IPSET_ATTR_REVISION = 4;
    private static final int IPSET_ATTR_FLAGS = 6;
    private static final int IPSET_FLAG_LIST_SETNAME = 1 << 1;
    private static final int IPSET_FLAG_LIST_HEADER = 1 << 2;
    private static final int IPSET_ATTR_LINENO = 9;
    private static final int NLA_F_NESTED = 0x8000;

    private static final int IPSET_ERR_BUSY = 4100;         // linux/netfilter/ipset/ip_set.h

    private static final int PROTOCOL = 6;
    private static final int PROTOCOL_WITH_INDEX = 7;       // since Linux 4.20
    private static final int IPSET_ATTR_INDEX = 11;
    private static final int REVISION = 1;
    private static final int MAX_NAME = 31;
    private static final int DEFAULT_MAX_MEMBERS = 65_536;
    private static final int MEMBERS_PER_MESSAGE = 1_000;   // an attribute is 65 535 bytes at most, a member up to 52

    public IpSet {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a set's name has 1 to 31 characters: name=" + name);
        }
    }

    /**
     * Creates the set, empty; EEXIST when there is one of that name.
     *
     * @param members the number of members it must be able to hold
     */
    public NetlinkRequest create(int members) {
        return create(TYPE, data -> {
            data.attribute(IPSET_ATTR_TIMEOUT | NLA_F_NET_BYTEORDER, value -> value.be32(0));
            data.attribute(IPSET_ATTR_MAXELEM | NLA_F_NET_BYTEORDER, value -> value.be32(maxMembers(members)));
        });
    }

    /** Creates a set of that name, of any type. */
    NetlinkRequest create(String type, Consumer<WireWriter> parameters) {
        return request(IPSET_CMD_CREATE, NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
            out.string(IPSET_ATTR_SETNAME, name);
            out.string(IPSET_ATTR_TYPENAME, type);
            out.attribute(IPSET_ATTR_REVISION, value -> value.u8(REVISION));
            out.attribute(IPSET_ATTR_FAMILY, value -> value.u8(family.number()));
            out.attribute(IPSET_ATTR_DATA | NLA_F_NESTED, parameters);
        });
    }

    /** Removes the set; {@link #isBusy IPSET_ERR_BUSY} while a rule refers to it, ENOENT when there is none. */
    public NetlinkRequest destroy() {
        return request(IPSET_CMD_DESTROY, 0, out -> out.string(IPSET_ATTR_SETNAME, name));
    }

    /** Removes every member. */
    public NetlinkRequest flush() {
        return request(IPSET_CMD_FLUSH, 0, out -> out.string(IPSET_ATTR_SETNAME, name));
    }

    /**
     * Adds members, or renews their timeout: one request for every thousand.
     *
     * @param timeoutSeconds the time after which the kernel removes them, 1 to {@link #MAX_TIMEOUT_SECONDS}
     */
    public List<NetlinkRequest> add(List<IpNetwork> members, long timeoutSeconds) {
        if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException("timeout must be between 1 and " + MAX_TIMEOUT_SECONDS + " seconds: timeout="
                + timeoutSeconds);
        }
        return change(IPSET_CMD_ADD, members,
            member -> member.attribute(IPSET_ATTR_TIMEOUT | NLA_F_NET_BYTEORDER, value -> value.be32(timeoutSeconds)));
    }

    /** Removes members; those that are not in the set are no error. One request for every thousand. */
    public List<NetlinkRequest> delete(List<IpNetwork> members) {
        return change(IPSET_CMD_DEL, members, member -> { });
    }

    /** Dumps every set of the namespace; {@link IpSetState#parse} reads the answer. */
    public static NetlinkRequest listAll() {
        return new NetlinkRequest(NFNL_SUBSYS_IPSET | IPSET_CMD_LIST, NetlinkRequest.DUMP, out -> {
            new NetfilterMessage(IpFamily.IPV4.number()).encode(out);
            out.attribute(IPSET_ATTR_PROTOCOL, value -> value.u8(PROTOCOL));
        });
    }

    /** Dumps every set of the namespace without its members, as {@code ipset list -t} does. */
    public static NetlinkRequest listHeaders() {
        return list(IPSET_FLAG_LIST_HEADER);
    }

    /** Dumps the names of the namespace's sets without their content, as {@code ipset list -n} does. */
    public static NetlinkRequest listNames() {
        return list(IPSET_FLAG_LIST_SETNAME);
    }

    private static NetlinkRequest list(int flag) {
        return new NetlinkRequest(NFNL_SUBSYS_IPSET | IPSET_CMD_LIST, NetlinkRequest.DUMP, out -> {
            new NetfilterMessage(IpFamily.IPV4.number()).encode(out);
            out.attribute(IPSET_ATTR_PROTOCOL, value -> value.u8(PROTOCOL));
            out.attribute(IPSET_ATTR_FLAGS | NLA_F_NET_BYTEORDER, value -> value.be32(flag));
        });
    }

    /** Asks for the number by which rules know the set; ENOENT when there is none. {@link #index} reads the answer. */
    public static NetlinkRequest find(String name) {
        return new NetlinkRequest(NFNL_SUBSYS_IPSET | IPSET_CMD_GET_BYNAME, 0, out -> {
            new NetfilterMessage(IpFamily.IPV4.number()).encode(out);
            out.attribute(IPSET_ATTR_PROTOCOL, value -> value.u8(PROTOCOL_WITH_INDEX));
            out.string(IPSET_ATTR_SETNAME, name);
        });
    }

    /** Returns the number of the set that {@link #find} has found. */
    public static int index(List<NetlinkMessage> found) throws MalformedMessageException {
        for (NetlinkMessage message : found) {
            Optional<WireReader.Attribute> index =
                WireReader.find(message.reader().skip(NetfilterMessage.LENGTH).attributes(), IPSET_ATTR_INDEX);
            if (index.isPresent()) {
                return index.get().reader().be16();
            }
        }
        throw new MalformedMessageException("no index of the set in the answer");
    }

    /** Returns whether the number of a refusal is {@code IPSET_ERR_BUSY}: a rule still refers to the set. */
    public static boolean isBusy(int number) {
        return number == IPSET_ERR_BUSY;
    }

    /**
     * Dumps the kernel's description of this set without its members; ENOENT when there is none. {@link #members} reads the answer.
     */
    public NetlinkRequest header() {
        return new NetlinkRequest(NFNL_SUBSYS_IPSET | IPSET_CMD_LIST, NetlinkRequest.DUMP, out -> {
            new NetfilterMessage(IpFamily.IPV4.number()).encode(out);
            out.attribute(IPSET_ATTR_PROTOCOL, value -> value.u8(PROTOCOL));
            out.string(IPSET_ATTR_SETNAME, name);
            out.attribute(IPSET_ATTR_FLAGS | NLA_F_NET_BYTEORDER, value -> value.be32(IPSET_FLAG_LIST_HEADER));
        });
    }

    /** Returns the number of members that have not timed out; kernels before 4.9 do not report it. */
    public static OptionalLong members(List<NetlinkMessage> header) throws MalformedMessageException {
        for (NetlinkMessage message : header) {
            Optional<WireReader.Attribute> data =
                WireReader.find(message.reader().skip(NetfilterMessage.LENGTH).attributes(), IPSET_ATTR_DATA);
            Optional<WireReader.Attribute> elements = data.isEmpty() ? Optional.empty()
                : WireReader.find(data.get().reader().attributes(), IPSET_ATTR_ELEMENTS);
            if (elements.isPresent()) {
                return OptionalLong.of(elements.get().reader().be32());
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the largest number of members that a set created for {@code members} can hold. */
    public static int maxMembers(int members) {
        return Math.max(DEFAULT_MAX_MEMBERS, members);
    }

    private NetlinkRequest request(int command, int flags, Consumer<WireWriter> attributes) {
        return new NetlinkRequest(NFNL_SUBSYS_IPSET | command, NetlinkRequest.ACK | flags, out -> {
            new NetfilterMessage(IpFamily.IPV4.number()).encode(out);
            out.attribute(IPSET_ATTR_PROTOCOL, value -> value.u8(PROTOCOL));
            attributes.accept(out);
        });
    }

    private List<NetlinkRequest> change(int command, List<IpNetwork> members, Consumer<WireWriter> more) {
        List<NetlinkRequest> requests = new ArrayList<>();
        for (int from = 0; from < members.size(); from += MEMBERS_PER_MESSAGE) {
            List<IpNetwork> part = members.subList(from, Math.min(members.size(), from + MEMBERS_PER_MESSAGE));
            requests.add(request(command, 0, out -> {
                out.string(IPSET_ATTR_SETNAME, name);
                out.attribute(IPSET_ATTR_LINENO | NLA_F_NET_BYTEORDER, value -> value.be32(1));
                out.attribute(IPSET_ATTR_ADT | NLA_F_NESTED, list -> {
                    for (int index = 0; index < part.size(); index++) {
                        encodeMember(list, part.get(index), more, index + 1);
                    }
                });
            }));
        }
        return requests;
    }

    private static void encodeMember(WireWriter list, IpNetwork member, Consumer<WireWriter> more, int line) {
        boolean ipv4 = member.family() == IpFamily.IPV4;
        list.attribute(IPSET_ATTR_DATA | NLA_F_NESTED, data -> {
            data.attribute(IPSET_ATTR_IP | NLA_F_NESTED, ip -> ip.attribute(
                (ipv4 ? IPSET_ATTR_IPADDR_IPV4 : IPSET_ATTR_IPADDR_IPV6) | NLA_F_NET_BYTEORDER,
                value -> value.bytes(member.address().getAddress())));
            if (!member.isSingleAddress()) {
                data.attribute(IPSET_ATTR_CIDR, value -> value.u8(member.prefixLength()));
            }
            more.accept(data);
            data.attribute(IPSET_ATTR_LINENO | NLA_F_NET_BYTEORDER, value -> value.be32(line));
        });
    }
}
