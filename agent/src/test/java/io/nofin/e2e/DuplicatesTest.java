package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each packet that begins a connection goes twice, under the address that the connection has on the wire; counted by the receiver's rules. */
class DuplicatesTest extends InWorld {

    private static final int CONNECTIONS = 4;
    private static final String ROUTER = "ip netns add client; ip -n client link set lo up; ip link add eth0 netns client type veth peer name eth1 netns app; "
        + "ip -n client addr add 10.98.0.2/24 dev eth0; ip -n app addr add 10.98.0.1/24 dev eth1; ip -n client link set eth0 up; ip -n app link set eth1 up; "
        + "ip -n client route add default via 10.98.0.1; ip -n peer route add 10.98.0.0/24 via 10.99.0.1; ip netns exec app sysctl -qw net.ipv4.ip_forward=1; ";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "connection tracking ~ app ~ 10.99.0.2 ~ 10.99.0.1 ~ iptables -A INPUT -m conntrack --ctstate INVALID -j DROP",
        "another source ~ app ~ 10.99.0.2 ~ 10.99.0.50 ~ ip addr add 10.99.0.50/24 dev eth0; iptables -t nat -A POSTROUTING -d 10.99.0.2 -j SNAT --to-source 10.99.0.50",
        "another source by IPv6 ~ app ~ fd00:99::2 ~ fd00:99::50 ~ ip addr add fd00:99::50/64 dev eth0 nodad; ip6tables -t nat -A POSTROUTING -d fd00:99::2 -j SNAT --to-source fd00:99::50",
        "a service's address ~ app ~ 10.99.0.200 ~ 10.99.0.1 ~ iptables -t nat -A OUTPUT -d 10.99.0.200 -j DNAT --to-destination 10.99.0.2",
        "a mesh ~ app ~ 10.99.0.2 ~ 10.99.0.1 ~ iptables -t nat -A OUTPUT -p tcp -m owner --uid-owner 1337 -j REDIRECT --to-ports 15001; iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 15006",
        "a native firewall ~ app ~ 10.99.0.2 ~ 10.99.0.1 ~ nft add table inet user; nft add chain inet user out `{ type filter hook output priority 0; }`; nft add rule inet user out ct state invalid drop",
        "a router ~ client ~ 10.99.0.2 ~ 10.98.0.2 ~ iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP",
        "a router that masquerades ~ client ~ 10.99.0.2 ~ 10.99.0.1 ~ iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE",
        "a router with a native firewall ~ client ~ 10.99.0.2 ~ 10.98.0.2 ~ nft add table inet user; nft add chain inet user out `{ type filter hook output priority 0; }`; nft add rule inet user out ct state invalid drop"})
    void firstPacketsOfConnectionsGoTwice(String layout, String from, String destination, String source, String setUp) throws Exception {
        world.sh((from.equals("client") ? ROUTER : "") + "nsenter --net=/run/netns/app sh -ec '" + setUp.replace('`', '"') + "'");
        String tables = destination.contains(":") ? "ip6tables" : "iptables";
        world.sh("nsenter --net=/run/netns/peer sh -ec 'for rule in \"udp\" \"tcp --syn\"; do " + tables + " -t raw -A PREROUTING -s " + source
            + " -p $rule --dport 7; done'; ip -n app neigh flush dev eth0");
        NetworkNamespace sender = world.namespace(from);
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { twice: { on: app, ports: 7, direction: out, duplicate: 100% } }
            timeline: [{ at: 0s, inject: twice, for: 8s }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                assertEquals(Attempt.ANSWERED, Attempt.udp(sender, destination, 7).makePatiently(), "UDP");
                assertEquals(Attempt.ANSWERED, Attempt.tcp(sender, destination, 7).makePatiently(), "TCP");
            }
            assertEquals(List.of(2 * CONNECTIONS, 2 * CONNECTIONS), counted(tables), layout);
            Nofin.Result result = nofin.await().exitedWith(0);
            assertTrue(result.output().contains("\nPASSED: "), result.output());
        }
    }

    /** Datagrams and SYNs under the expected source, by the peer's own rules. */
    private List<Integer> counted(String tables) throws IOException {
        List<Integer> counts = new ArrayList<>();
        for (String line : Shell.in(world.namespace("peer"), tables + " -t raw -L PREROUTING -nvx").lines().toList()) {
            if (line.contains("dpt:7")) {
                counts.add(Integer.valueOf(line.strip().split("\\s+")[0]));
            }
        }
        return counts;
    }
}
