package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of a {@link FlowSet}.
 *
 * @param name the name of the set
 */
public record FlowSetState(String name, Set<End> ends) {

    /**
     * One end of a flow.
     *
     * @param address  its own address, 4 or 16 bytes
     * @param protocol 6 for TCP, 17 for UDP
     * @param other    the other end's address
     */
    public record End(ByteBuffer address, int protocol, int port, ByteBuffer other) {
    }

    public FlowSetState {
        ends = Set.copyOf(ends);
    }

    /** Returns whether a flow is in the set. */
    public boolean contains(End one, End other) {
        return ends.contains(one) && ends.contains(other);
    }

    /** Reads the answer to {@link IpSet#listAll}, by name; sets of other types are left out. */
    public static Map<String, FlowSetState> parse(List<NetlinkMessage> messages) throws MalformedMessageException {
        Map<String, Set<End>> sets = new HashMap<>();
        for (NetlinkMessage message : messages) {
            List<Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            String name = WireReader.find(attributes, IpSet.IPSET_ATTR_SETNAME).map(Attribute::string).orElse("");
            if (WireReader.find(attributes, IpSet.IPSET_ATTR_TYPENAME).map(Attribute::string).filter(FlowSet.TYPE::equals).isPresent()) {
                sets.computeIfAbsent(name, key -> new HashSet<>());      // only the first of several messages gives the type
            }
            for (Attribute list : attributes) {
                if (list.type() == IpSet.IPSET_ATTR_ADT && sets.containsKey(name)) {
                    for (Attribute member : list.reader().attributes()) {
                        sets.get(name).add(end(member.reader().attributes()));
                    }
                }
            }
        }
        Map<String, FlowSetState> states = new HashMap<>();
        sets.forEach((name, ends) -> states.put(name, new FlowSetState(name, ends)));
        return states;
    }

    private static End end(List<Attribute> member) throws MalformedMessageException {
        return new End(address(member, IpSet.IPSET_ATTR_IP), find(member, IpSet.IPSET_ATTR_PROTO).reader().u8(),
            find(member, IpSet.IPSET_ATTR_PORT).reader().be16(), address(member, IpSet.IPSET_ATTR_IP2));
    }

    private static ByteBuffer address(List<Attribute> member, int type) throws MalformedMessageException {
        List<Attribute> address = find(member, type).reader().attributes();
        if (address.isEmpty()) {
            throw new MalformedMessageException("set member has an empty address");
        }
        return ByteBuffer.wrap(address.get(0).payload());
    }

    private static Attribute find(List<Attribute> member, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(member, type);
        return found.orElseThrow(() -> new MalformedMessageException("set member lacks an attribute: type=" + type));
    }
}
