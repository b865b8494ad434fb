package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.testing.KernelTest;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KernelTest
class RouteSocketTest {

    private NetworkNamespace namespace;
    private RouteSocket route;

    @BeforeEach
    void open() throws IOException {
        namespace = NetworkNamespace.create();
        route = namespace.call(RouteSocket::open);
    }

    @AfterEach
    void close() {
        route.close();
        namespace.close();
    }

    @Test
    void findsLoopbackDownInANewNamespace() throws IOException {
        assertEquals(List.of(new Link(1, "lo", false, true)), route.links());
        assertEquals(List.of(), route.addresses());
    }

    @Test
    void readsBackWhatItMade() throws IOException {
        route.execute(new CreateBridge("br0"));
        Link bridge = route.link("br0");
        route.execute(new AddAddress(bridge, IpNetwork.parse("10.77.0.1").address(), 24));
        route.execute(new AddAddress(bridge, IpNetwork.parse("fd00:77::1").address(), 64));
        route.execute(new SetLinkUp(bridge));

        assertTrue(route.link("br0").up());
        assertFalse(route.link("br0").loopback());
        assertTrue(route.addresses().contains(new LinkAddress(bridge.index(), IpNetwork.parse("10.77.0.1").address(), 24)));
        assertTrue(route.addresses().contains(new LinkAddress(bridge.index(), IpNetwork.parse("fd00:77::1").address(), 64)));
    }

    @Test
    void putsThePeerStraightIntoTheOtherNamespace() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.create(); RouteSocket there = other.call(RouteSocket::open)) {
            route.execute(new CreateVeth("v1", "eth0", other.descriptor(), "other"));

            assertEquals(List.of("lo", "v1"), route.links().stream().map(Link::name).toList());
            assertEquals(List.of("lo", "eth0"), there.links().stream().map(Link::name).toList());
        }
    }

    @Test
    void saysWhichCommandTheKernelRefused() throws IOException {
        route.execute(new CreateBridge("br0"));

        NetlinkException refused = assertThrows(NetlinkException.class, () -> route.execute(new CreateBridge("br0")));

        assertEquals("ip link add name br0 type bridge: EEXIST: File exists", refused.getMessage());
    }
}
