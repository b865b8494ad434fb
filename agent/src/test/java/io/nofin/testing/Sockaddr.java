package io.nofin.testing;

import io.nofin.netlink.WireWriter;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Addresses as bind(2) and connect(2) take them: {@code sockaddr_in} of ip(7) and {@code sockaddr_in6} of ipv6(7). */
public final class Sockaddr {

    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;

    private Sockaddr() {
    }

    /** Returns the bytes of an address and port; those of IPv6 with the scope that the address has, 0 for none. */
    public static byte[] of(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        WireWriter out = new WireWriter();
        return address.getAddress() instanceof Inet6Address wide
            ? out.u16(AF_INET6).be16(address.getPort()).u32(0).bytes(ip).u32(wide.getScopeId()).toByteArray()
            : out.u16(AF_INET).be16(address.getPort()).bytes(ip).zeros(8).toByteArray();
    }
}
