package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.unit.IpNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one set, as the kernel reports it.
 *
 * @param references the number of rules that refer to it
 * @param members    the members of {@code hash:net} sets; none for other types. IPv4-mapped networks of IPv6, which Java has no
 *                   address for, are left out
 */
public record IpSetState(String name, String type, long references, List<Member> members) {

    /**
     * A member of a set.
     *
     * @param remainingSeconds the time until the kernel removes it; 0 for never
     */
    public record Member(IpNetwork network, long remainingSeconds) {
    }

    public IpSetState {
        members = List.copyOf(members);
    }

    /**
     * Reads the answer to {@link IpSet#listAll}, to {@link IpSet#listHeaders}, which has no members, or to {@link IpSet#listNames}, which has names only. A set with many members comes
     * in several messages; only the first gives its type.
     */
    public static List<IpSetState> parse(List<NetlinkMessage> messages) throws MalformedMessageException {
        Map<String, List<Attribute>> sets = new LinkedHashMap<>();
        for (NetlinkMessage message : messages) {
            List<Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            String name = string(attributes, IpSet.IPSET_ATTR_SETNAME);
            sets.computeIfAbsent(name, key -> new ArrayList<>()).addAll(attributes);
        }
        List<IpSetState> states = new ArrayList<>();
        for (Map.Entry<String, List<Attribute>> set : sets.entrySet()) {
            states.add(state(set.getKey(), set.getValue()));
        }
        return states;
    }

    private static IpSetState state(String name, List<Attribute> attributes) throws MalformedMessageException {
        String type = string(attributes, IpSet.IPSET_ATTR_TYPENAME);
        long references = 0;
        Optional<Attribute> header = WireReader.find(attributes, IpSet.IPSET_ATTR_DATA);
        if (header.isPresent()) {
            references = integer(header.get().reader().attributes(), IpSet.IPSET_ATTR_REFERENCES);
        }
        List<Member> members = new ArrayList<>();
        for (Attribute list : attributes) {
            if (list.type() == IpSet.IPSET_ATTR_ADT && type.equals(IpSet.TYPE)) {
                for (Attribute member : list.reader().attributes()) {
                    member(member.reader().attributes()).ifPresent(members::add);
                }
            }
        }
        return new IpSetState(name, type, references, members);
    }

    private static Optional<Member> member(List<Attribute> attributes) throws MalformedMessageException {
        Attribute ip = WireReader.find(attributes, IpSet.IPSET_ATTR_IP)
            .orElseThrow(() -> new MalformedMessageException("set member has no address"));
        List<Attribute> address = ip.reader().attributes();
        if (address.isEmpty()) {
            throw new MalformedMessageException("set member has an empty address");
        }
        Optional<Attribute> cidr = WireReader.find(attributes, IpSet.IPSET_ATTR_CIDR);
        byte[] bytes = address.get(0).payload();
        try {
            InetAddress network = InetAddress.getByAddress(bytes);
            if (network.getAddress().length != bytes.length) {
                return Optional.empty();
            }
            int prefix = cidr.isPresent() ? cidr.get().reader().u8() : bytes.length * Byte.SIZE;
            return Optional.of(new Member(new IpNetwork(network, prefix), integer(attributes, IpSet.IPSET_ATTR_TIMEOUT)));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new MalformedMessageException("set member is not a network: " + e.getMessage());
        }
    }

    private static String string(List<Attribute> attributes, int type) {
        return WireReader.find(attributes, type).map(Attribute::string).orElse("");
    }

    private static long integer(List<Attribute> attributes, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(attributes, type);
        return found.isPresent() ? found.get().reader().be32() : 0;
    }
}
