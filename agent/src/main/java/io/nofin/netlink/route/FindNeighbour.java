package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpFamily;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Asks for the neighbour that has an address on a link. Nothing is sent to it; the kernel refuses when it does not know one.
 *
 * @param linkIndex the index of the link
 */
public record FindNeighbour(int linkIndex, InetAddress address) implements RouteRequest {

    private static final int RTM_GETNEIGH = 30;
    private static final int NDMSG = 12;
    private static final int STATE_OFFSET = 8;          // offset of ndm_state in struct ndmsg
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NUD_VALID = 0x02 | 0x04 | 0x08 | 0x10 | 0x80;  // reachable, stale, delay, probe, permanent
    private static final int ETHERNET_ADDRESS = 6;

    @Override
    public NetlinkRequest request() {
        byte[] bytes = address.getAddress();
        return new NetlinkRequest(RTM_GETNEIGH, 0, out -> {
            out.u8(IpFamily.of(bytes).number()).zeros(3)    // ndm_family, padding
                .u32(linkIndex)             // ndm_ifindex
                .u16(0).u8(0).u8(0);        // ndm_state, ndm_flags, ndm_type
            out.attribute(NDA_DST, destination -> destination.bytes(bytes));
        });
    }

    @Override
    public String command() {
        return "ip neigh get " + IpAddresses.text(address) + " dev if" + linkIndex;
    }

    /** Returns the Ethernet address in an answer; empty where the neighbour did not answer yet, or is not of Ethernet. */
    public static Optional<byte[]> ethernetAddress(NetlinkMessage answer) throws MalformedMessageException {
        return (answer.reader().skip(STATE_OFFSET).u16() & NUD_VALID) == 0
            ? Optional.empty() : ethernet(WireReader.find(answer.reader().skip(NDMSG).attributes(), NDA_LLADDR));
    }

    static Optional<byte[]> ethernet(Optional<WireReader.Attribute> address) {
        return address.map(WireReader.Attribute::payload).filter(bytes -> bytes.length == ETHERNET_ADDRESS);
    }
}
