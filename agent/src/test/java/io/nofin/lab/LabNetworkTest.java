package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.IpNetwork;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabNetworkTest {

    private final LabNetwork network = LabNetwork.of(List.of("client", "server"));

    @Test
    void numbersHostsInTheOrderOfTheFile() {
        assertEquals(List.of(IpNetwork.parse("10.77.0.1"), IpNetwork.parse("fd00:77::1")), network.addresses("client"));
        assertEquals(List.of(IpNetwork.parse("10.77.0.2"), IpNetwork.parse("fd00:77::2")), network.addresses("server"));
    }

    @Test
    void usesTheSameDigitsInBothFamilies() {
        LabNetwork ten = LabNetwork.of(IntStream.rangeClosed(1, 10).mapToObj(n -> "n" + n).toList());

        assertEquals(List.of(IpNetwork.parse("10.77.0.10"), IpNetwork.parse("fd00:77::10")), ten.addresses("n10"));
    }

    @Test
    void writesAHostsFileWithAllHostsInBothFamilies() {
        assertEquals("""
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            10.77.0.1\tclient
            fd00:77::1\tclient
            10.77.0.2\tserver
            fd00:77::2\tserver
            """, network.hostsFile());
    }

    @Test
    void saysHowToBuildItByHand() {
        assertEquals(List.of(
            "ip netns add nofin-lab",
            "ip -n nofin-lab link add name br0 type bridge",
            "ip -n nofin-lab link set dev br0 up",
            "ip netns add nofin-lab-only",
            "ip -n nofin-lab link add name port1 type veth peer netns nofin-lab-only name eth0",
            "ip -n nofin-lab link set dev port1 master br0",
            "ip -n nofin-lab link set dev port1 up",
            "ip -n nofin-lab-only link set dev lo up",
            "ip -n nofin-lab-only address add 10.77.0.1/24 dev eth0",
            "ip -n nofin-lab-only -6 address add fd00:77::1/64 dev eth0 nodad",
            "ip -n nofin-lab-only link set dev eth0 up"), LabNetwork.of(List.of("only")).commands());
    }

    @Test
    void refusesNamesThatWouldNotResolve() {
        for (String name : List.of("", "a b", "a;b", "-a", "a\nb", "localhost", "x".repeat(64))) {
            assertThrows(IllegalArgumentException.class, () -> LabNetwork.of(List.of(name)), name);
        }
    }

    @Test
    void refusesMoreHostsThanTheNetworkHasAddresses() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> LabNetwork.of(Collections.nCopies(255, "n")));

        assertEquals("a lab has at most 254 hosts: hosts=255", refused.getMessage());
    }

    @Test
    void namesTheHostsThereAreWhenAskedForAnother() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> network.addresses("srever"));

        assertEquals("the lab has no such host: host=srever, hosts=[client, server]", refused.getMessage());
    }
}
