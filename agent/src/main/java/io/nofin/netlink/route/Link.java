package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireReader;
import java.util.List;

/**
 * A network interface at the moment of the query.
 *
 * @param index its number in its namespace; see if_nametoindex(3)
 */
public record Link(int index, String name, boolean up, boolean loopback) {

    private static final int IFLA_IFNAME = 3;

    /** Reads the RTM_NEWLINK of a dump. */
    static Link decode(NetlinkMessage message) throws MalformedMessageException {
        WireReader in = message.reader();
        LinkMessage header = LinkMessage.decode(in);
        List<WireReader.Attribute> attributes = in.attributes();
        String name = WireReader.find(attributes, IFLA_IFNAME)
            .orElseThrow(() -> new MalformedMessageException("link has no name: index=" + header.index())).string();
        return new Link(header.index(), name, (header.flags() & LinkMessage.IFF_UP) != 0,
            (header.flags() & LinkMessage.IFF_LOOPBACK) != 0);
    }
}
