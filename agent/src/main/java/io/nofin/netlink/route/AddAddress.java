package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpFamily;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Gives a link an address, and with it the route to the network around it. An IPv6 address can be used at once, because the kernel is
 * told not to look for duplicates (RFC 4862), which would take a second.
 *
 * @param prefixLength the prefix length of that network, in bits
 */
public record AddAddress(Link link, InetAddress address, int prefixLength) implements RouteRequest {

    private static final int RTM_NEWADDR = 20;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int WHOLE_WORLD = 0;           // RT_SCOPE_UNIVERSE

    public AddAddress {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length must be between 0 and " + bits + ": prefix=" + prefixLength);
        }
    }

    @Override
    public NetlinkRequest request() {
        byte[] bytes = address.getAddress();
        return new NetlinkRequest(RTM_NEWADDR, NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
            header().encode(out);
            out.attribute(IFA_LOCAL, local -> local.bytes(bytes));
            out.attribute(IFA_ADDRESS, peer -> peer.bytes(bytes));
        });
    }

    @Override
    public String command() {
        String cidr = IpAddresses.text(address) + "/" + prefixLength;
        return isIpv4()
            ? "ip address add " + cidr + " dev " + link.name()
            : "ip -6 address add " + cidr + " dev " + link.name() + " nodad";
    }

    private AddressMessage header() {
        return isIpv4()
            ? new AddressMessage(IpFamily.IPV4.number(), prefixLength, 0, WHOLE_WORLD, link.index())
            : new AddressMessage(IpFamily.IPV6.number(), prefixLength, AddressMessage.IFA_F_NODAD, WHOLE_WORLD, link.index());
    }

    private boolean isIpv4() {
        return address instanceof Inet4Address;
    }
}
