package io.nofin.truth;

import io.nofin.truth.Layout.Network;
import io.nofin.truth.Layout.Trait;
import java.util.List;

/** The layouts that are tried, and what cannot be in which of them. */
final class Layouts {

    private static final String USER = Integer.toString(Traffic.USER);

    private Layouts() {
    }

    static List<Layout> all() {
        return List.of(
            Layout.of("a cable", ""),
            Layout.of("no connection tracking",
                "for i in iptables ip6tables; do ip netns exec $n $i -t raw -A PREROUTING -j NOTRACK; ip netns exec $n $i -t raw -A OUTPUT -j NOTRACK; done"),
            Layout.of("connection tracking",
                "for i in iptables ip6tables; do ip netns exec $n $i -A INPUT -m conntrack --ctstate INVALID -j DROP; done"),
            Layout.of("masquerade", "for i in iptables ip6tables; do ip netns exec $n $i -t nat -A POSTROUTING -j MASQUERADE; done"),
            Layout.of("a native filter by user", "ip netns exec $n nft 'table inet own { chain out { type filter hook output priority 0;"
                + " oifname eth0 meta skuid != " + USER + " drop; }; }'", Trait.OF_A_USER),
            Layout.of("a redirecting mesh", "for i in iptables ip6tables; do for p in tcp udp; do"
                + " ip netns exec $n $i -t nat -A OUTPUT -p $p -m owner --uid-owner " + USER + " -j RETURN;"
                + " ip netns exec $n $i -t nat -A OUTPUT -p $p -o eth0 -j REDIRECT --to-ports 15001; done; done", Trait.OF_A_USER),
            Layout.of("a bridge of its own", """
                ip -n $n link set eth0 down; ip -n $n link set eth0 name port0; ip -n $n link add eth0 type bridge
                ip -n $n link set port0 master eth0; ip -n $n link set port0 up; ip -n $n link set eth0 up; addresses"""),
            Layout.of("a macvlan", """
                ip -n $n link set eth0 down; ip -n $n link set eth0 name parent0; ip -n $n link set parent0 up
                ip -n $n link add eth0 link parent0 type macvlan mode bridge; ip -n $n link set eth0 up; addresses"""),
            Layout.of("two networks", """
                ip link add eth1 netns $n type veth peer name eth1 netns $f
                for h in $n $f; do ip -n $h link set eth1 up; done
                ip -n $n addr add 10.96.0.1/24 dev eth1; ip -n $f addr add 10.96.0.2/24 dev eth1
                ip -n $n addr add fd00:96::1/64 dev eth1 nodad; ip -n $f addr add fd00:96::2/64 dev eth1 nodad
                ip -n $n route add 10.97.1.0/24 via 10.96.0.2 src 10.96.0.1; ip -n $n route add fd00:97::/64 via fd00:96::2 src fd00:96::1""")
                .between(Layout.IPV4, Layout.IPV6, new Network("10.96.0.1", "10.97.1.%d", ""), new Network("fd00:96::1", "fd00:97::%d", "")),
            Layout.of("addresses that come", "").meanwhile("""
                ip -n $n addr del 10.99.0.1/24 dev eth0; ip -n $n addr add 10.99.0.77/24 dev eth0; ip -n $n route replace 10.99.1.0/24 via 10.99.0.2
                ip -n $n addr del fd00:99::1/64 dev eth0; ip -n $n addr add fd00:99::77/64 dev eth0 nodad
                ip -n $n route replace fd00:98::/64 via fd00:99::2 src fd00:99::77""")
                .between(new Network("10.99.0.77", "10.99.1.%d", ""), new Network("fd00:99::77", "fd00:98::%d", "")),
            Layout.of("IPv4 only", "for h in $n $f; do ip netns exec $h sysctl -qw net.ipv6.conf.all.disable_ipv6=1; done").between(Layout.IPV4),
            Layout.of("IPv6 only", "").between(Layout.IPV6),
            Layout.of("link-local only", "ip -n $n addr add fe80::1/64 dev eth0 nodad; far_addresses").between(new Network("fe80::1", "fe80::99:%d", ""))
                .cannot("Linux looks in vain for the socket of an ICMPv6 error about a link-local address that comes back by loopback; see tcp_v6_err()",
                    (effect, direction) -> effect == Effect.UNREACHABLE && !direction.equals("in")),
            Layout.of("a router", """
                ip netns add $c; ip link add eth1 netns $n type veth peer name eth0 netns $c
                ip -n $n link set eth1 up; ip -n $c link set lo up; ip -n $c link set eth0 up
                ip netns exec $n sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
                ip -n $n addr add 10.95.0.1/24 dev eth1; ip -n $c addr add 10.95.0.2/24 dev eth0; ip -n $c route add default via 10.95.0.1
                ip -n $n addr add fd00:95::1/64 dev eth1 nodad; ip -n $c addr add fd00:95::2/64 dev eth0 nodad; ip -n $c route add default via fd00:95::1
                ip -n $f route add 10.95.0.0/24 via 10.99.0.1; ip -n $f route add fd00:95::/64 via fd00:99::1""", Trait.PASSED_ON)
                .between(new Network("10.95.0.2", "10.99.1.%d", ""), new Network("fd00:95::2", "fd00:98::%d", ""))
                .cannot("what is passed on meets neither INPUT nor OUTPUT, where REJECT is", (effect, direction) -> effect.isRejecting()),
            Layout.of("a bridge for others", """
                ip netns add $c; ip link add eth1 netns $n type veth peer name eth0 netns $c; far_addresses
                ip -n $c link set lo up; ip -n $c link set eth0 up; ip -n $n link add br0 type bridge
                for i in eth0 eth1; do ip -n $n link set $i master br0; ip -n $n link set $i up; done; ip -n $n link set br0 up
                ip -n $c addr add 10.99.0.1/24 dev eth0; ip -n $c addr add fd00:99::1/64 dev eth0 nodad
                ip -n $c route add 10.99.1.0/24 via 10.99.0.2; ip -n $c route add fd00:98::/64 via fd00:99::2""", Trait.PASSED_ON)
                .cannot("what a bridge passes on meets no rule of IP, without br_netfilter", (effect, direction) -> true),
            Layout.of("a sidecar that goes", """
                for p in main side; do ip netns exec $n sleep 1000 < /dev/null > /dev/null 2>&1 & echo $! > $n.$p; done""", Trait.SIDECAR)
                .meanwhile("kill $(cat $n.side)"),
            Layout.of("bundles of datagrams", "", Trait.BUNDLES, Trait.DATAGRAMS_ONLY),
            Layout.of("multicast", "", Trait.DATAGRAMS_ONLY)
                .between(new Network("10.99.0.1", "10.99.1.%d", "239.1.1.%d"), new Network("fd00:99::1", "fd00:98::%d", "ff15::1:%d"))
                .cannot("no host answers datagrams to a group with errors, so that REJECT leaves them alone (RFC 1122, 3.2.2)", (effect, direction) -> effect == Effect.UNREACHABLE)
                .cannot("what comes in for a group cannot be sent again to this host alone", (effect, direction) -> isDoubling(effect) && !direction.equals("out")),
            Layout.of("broadcast", "", Trait.DATAGRAMS_ONLY, Trait.BY_PORT)
                .between(new Network("10.99.0.1", "10.99.0.2", "10.99.0.255"))
                .cannot("no host answers broadcasts with errors, so that REJECT leaves them alone (RFC 1122, 3.2.2)", (effect, direction) -> effect == Effect.UNREACHABLE)
                .cannot("what comes in for all cannot be sent again to this host alone", (effect, direction) -> isDoubling(effect) && !direction.equals("out")),
            Layout.of("packet sockets", "", Trait.PACKET_SOCKETS, Trait.DATAGRAMS_ONLY).between(Layout.IPV4)
                .cannot("packet sockets send behind all rules, and read in front of them", (effect, direction) -> true),
            Layout.of("rules that somebody wipes", "").meanwhile("ip netns exec $n nft flush ruleset")
                .cannot("the rules are gone", (effect, direction) -> true),
            Layout.of("peers that somebody takes out of the sets", "", Trait.IN_ITS_MIDST, Trait.DATAGRAMS_ONLY).meanwhile("ip netns exec $n ipset flush")
                .cannotForSome("what was sent before met the fault", (effect, direction) -> true),
            Layout.of("a name that moves", "", Trait.BY_NAME, Trait.BY_PORT, Trait.DATAGRAMS_ONLY).between(new Network("10.99.0.1", "10.99.0.2", ""), new Network("10.99.0.1", "10.99.0.3", ""))
                .cannot("the name's second address comes up when there has been traffic to it", (effect, direction) -> true));
    }

    private static boolean isDoubling(Effect effect) {
        return effect == Effect.DUPLICATE || effect == Effect.DUPLICATE_OF_SOME;
    }
}
