package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpFamily;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * An address of a link, with its host bits.
 *
 * @param linkIndex    the link that has it
 * @param prefixLength the prefix length of the network that is reached directly, in bits
 */
public record LinkAddress(int linkIndex, InetAddress address, int prefixLength) {

    private static final int IFA_ADDRESS = 1;       // the other end, if the link is point-to-point
    private static final int IFA_LOCAL = 2;         // absent with IPv6, unless point-to-point

    /** Reads the RTM_NEWADDR of a dump; empty for families other than IPv4 and IPv6. */
    static Optional<LinkAddress> decode(NetlinkMessage message) throws MalformedMessageException {
        WireReader in = message.reader();
        AddressMessage header = AddressMessage.decode(in);
        if (IpFamily.ofNumber(header.family()).isEmpty()) {
            return Optional.empty();
        }
        List<WireReader.Attribute> attributes = in.attributes();
        WireReader.Attribute address = WireReader.find(attributes, IFA_LOCAL)
            .or(() -> WireReader.find(attributes, IFA_ADDRESS))
            .orElseThrow(() -> new MalformedMessageException("address message has no address: link=" + header.linkIndex()));
        return Optional.of(new LinkAddress(header.linkIndex(), inet(address.payload()), header.prefixLength()));
    }

    private static InetAddress inet(byte[] bytes) throws MalformedMessageException {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new MalformedMessageException("an address has 4 or 16 bytes: length=" + bytes.length);
        }
    }
}
