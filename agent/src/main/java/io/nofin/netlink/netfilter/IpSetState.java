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
 * What the kernel says of one set.
 *
 * @param references how many rules refer to it
 * @param members    those of {@code hash:net} sets; none for other types
 */
public record IpSetState(String name, String type, long references, List<Member> members) {

    /** @param remainingSeconds until the kernel takes it out; 0 for never */
    public record Member(IpNetwork network, long remainingSeconds) {
    }

    public IpSetState {
        members = List.copyOf(members);
    }

    /** Reads the answer to {@link IpSet#listAll}; a set with many members comes in several messages. */
    public static List<IpSetState> parse(List<NetlinkMessage> messages) throws MalformedMessageException {
        Map<String, IpSetState> sets = new LinkedHashMap<>();
        for (NetlinkMessage message : messages) {
            List<Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            IpSetState part = part(attributes);
            sets.merge(part.name, part, IpSetState::joined);
        }
        return List.copyOf(sets.values());
    }

    private static IpSetState part(List<Attribute> attributes) throws MalformedMessageException {
        String name = string(attributes, IpSet.IPSET_ATTR_SETNAME);
        String type = string(attributes, IpSet.IPSET_ATTR_TYPENAME);
        long references = 0;
        Optional<Attribute> header = WireReader.find(attributes, IpSet.IPSET_ATTR_DATA);
        if (header.isPresent()) {
            references = integer(header.get().reader().attributes(), IpSet.IPSET_ATTR_REFERENCES);
        }
        List<Member> members = new ArrayList<>();
        Optional<Attribute> list = WireReader.find(attributes, IpSet.IPSET_ATTR_ADT);
        if (list.isPresent() && type.equals(IpSet.TYPE)) {
            for (Attribute member : list.get().reader().attributes()) {
                members.add(member(member.reader().attributes()));
            }
        }
        return new IpSetState(name, type, references, members);
    }

    private static Member member(List<Attribute> attributes) throws MalformedMessageException {
        Attribute ip = WireReader.find(attributes, IpSet.IPSET_ATTR_IP)
            .orElseThrow(() -> new MalformedMessageException("set member has no address"));
        List<Attribute> address = ip.reader().attributes();
        if (address.isEmpty()) {
            throw new MalformedMessageException("set member has an empty address");
        }
        Optional<Attribute> cidr = WireReader.find(attributes, IpSet.IPSET_ATTR_CIDR);
        byte[] bytes = address.get(0).payload();
        try {
            int prefix = cidr.isPresent() ? cidr.get().reader().u8() : bytes.length * Byte.SIZE;
            return new Member(new IpNetwork(InetAddress.getByAddress(bytes), prefix), integer(attributes, IpSet.IPSET_ATTR_TIMEOUT));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new MalformedMessageException("set member is not a network: " + e.getMessage());
        }
    }

    private static IpSetState joined(IpSetState first, IpSetState more) {
        List<Member> members = new ArrayList<>(first.members);
        members.addAll(more.members);
        return new IpSetState(first.name, first.type.isEmpty() ? more.type : first.type,
            Math.max(first.references, more.references), members);
    }

    private static String string(List<Attribute> attributes, int type) {
        return WireReader.find(attributes, type).map(Attribute::string).orElse("");
    }

    private static long integer(List<Attribute> attributes, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(attributes, type);
        return found.isPresent() ? found.get().reader().be32() : 0;
    }
}
