package io.nofin.plan;

import static io.nofin.plan.Plans.networks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.PortSet;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans tell the kernel exactly what these tests expect, word by word. Hosts and addresses are those of {@link Plans}. */
class PlannerTest {

    private static final List<IpNetwork> EVERYONE_4 = networks("0.0.0.0/1", "128.0.0.0/1");
    private static final List<IpNetwork> EVERYONE_6 = networks("::/1", "8000::/1");

    @Test
    void dropsSilentlyBothWays() {
        Plan plan = Plans.of("cut: { on: app, drop: silent }");

        assertEquals("""
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-4 src -m comment --comment "cut of test" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "cut of test" -j NFQUEUE --queue-num 60999
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """, rules(plan, IpFamily.IPV4));
        assertEquals("""
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 133 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 134 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 135 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 136 -j RETURN
            -A NOFIN-abcdef-in -p icmpv6 -m icmp6 --icmpv6-type 137 -j RETURN
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-6 src -m comment --comment "cut of test" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            -A NOFIN-abcdef-out -p icmpv6 -m icmp6 --icmpv6-type 133 -j RETURN
            -A NOFIN-abcdef-out -p icmpv6 -m icmp6 --icmpv6-type 134 -j RETURN
            -A NOFIN-abcdef-out -p icmpv6 -m icmp6 --icmpv6-type 135 -j RETURN
            -A NOFIN-abcdef-out -p icmpv6 -m icmp6 --icmpv6-type 136 -j RETURN
            -A NOFIN-abcdef-out -p icmpv6 -m icmp6 --icmpv6-type 137 -j RETURN
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-6 dst -m comment --comment "cut of test" -j NFQUEUE --queue-num 60999
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """, rules(plan, IpFamily.IPV6));
        assertEquals(List.of(new Gate(host(plan), Plans.RUN, "cut", 1, EVERYONE_4, EVERYONE_6)), plan.hosts().get(0).gates());
        assertEquals(List.of(), plan.notes());
    }

    @Test
    void dropsOneWayOnly() {
        assertEquals("""
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-4 src -m comment --comment "cut of test" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            """, rules(Plans.of("cut: { on: app, direction: in, drop: silent }"), IpFamily.IPV4));
        assertEquals("""
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "cut of test" -j NFQUEUE --queue-num 60999
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """, rules(Plans.of("cut: { on: app, direction: out, drop: silent }"), IpFamily.IPV4));
    }

    @Test
    void comparesTheNetworkAroundThePeersBeforeItAsksTheirSet() {
        Plan plan = Plans.of("cut: { on: app, peers: [10.98.0.0, 10.98.39.249], drop: silent }");

        assertEquals("""
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -s 10.98.0.0/18 -m set --match-set nofin-abcdef-1-4 src -m comment --comment "cut of test" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            -A NOFIN-abcdef-out -d 10.98.0.0/18 -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -d 10.98.0.0/18 -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "cut of test" -j NFQUEUE --queue-num 60999
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """, rules(plan, IpFamily.IPV4));
        assertEquals("", rules(plan, IpFamily.IPV6));
        assertEquals(List.of(IpFamily.IPV4), plan.hosts().get(0).families());
    }

    @ParameterizedTest
    @CsvSource({"'[10.0.0.1, db]'", "'[10.0.0.1, db.example]'", "'[0.0.0.1, 255.0.0.1, \"8000::1\", \"::1\"]'"})
    void comparesNoNetworkWherePeersMayChangeOrAreFarApart(String peers) {
        for (IpFamily family : IpFamily.values()) {
            String rules = rules(Plans.of("cut: { on: app, peers: " + peers + ", drop: silent }"), family);

            assertTrue(rules.contains("-1-in -m set") && rules.contains("-1-out -m set"), rules);
        }
    }

    @Test
    void choosesConnectionsInChainsOfTheirOwn() {
        assertEquals("""
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            :NOFIN-abcdef-1-pick - [0:0]
            :NOFIN-abcdef-1-hit - [0:0]
            :NOFIN-abcdef-1-seen - [0:0]
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -p tcp -m multiport --ports 6379 -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-out ! -o lo -p udp -m multiport --ports 6379 -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m set ! --match-set nofin-abcdef-1-s4 src,src,dst -j NOFIN-abcdef-1-pick
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m set ! --match-set nofin-abcdef-1-s4 dst,dst,src -j NOFIN-abcdef-1-pick
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m set --match-set nofin-abcdef-1-h4 src,src,dst \
            -m set --match-set nofin-abcdef-1-h4 dst,dst,src -m comment --comment "cut of test" -j NFQUEUE --queue-num 60999
            -A NOFIN-abcdef-1-pick -p tcp -m tcp ! --tcp-flags SYN SYN -g NOFIN-abcdef-1-seen
            -A NOFIN-abcdef-1-pick -p udp -m conntrack --ctstatus CONFIRMED -g NOFIN-abcdef-1-seen
            -A NOFIN-abcdef-1-pick -m statistic --mode nth --every 20 --packet 6 -g NOFIN-abcdef-1-hit
            -A NOFIN-abcdef-1-pick -m statistic --mode nth --every 19 --packet 9 -g NOFIN-abcdef-1-hit
            -A NOFIN-abcdef-1-pick -g NOFIN-abcdef-1-seen
            -A NOFIN-abcdef-1-hit -j SET --add-set nofin-abcdef-1-h4 src,src,dst
            -A NOFIN-abcdef-1-hit -j SET --add-set nofin-abcdef-1-h4 dst,dst,src
            -A NOFIN-abcdef-1-hit -g NOFIN-abcdef-1-seen
            -A NOFIN-abcdef-1-seen -j SET --add-set nofin-abcdef-1-s4 src,src,dst
            -A NOFIN-abcdef-1-seen -j SET --add-set nofin-abcdef-1-s4 dst,dst,src
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """, rules(Plans.of("cut: { on: app, ports: 6379, direction: out, connections: { share: 10%, state: new }, drop: silent }"),
            IpFamily.IPV4));
    }

    @Test
    void asksConnectionTrackingOnlyForTheAgeOfDatagrams() {
        String all = rules(Plans.of("cut: { on: app, connections: 100%, drop: silent }"), IpFamily.IPV6);
        String tcp = rules(Plans.of("cut: { on: app, protocol: tcp, connections: { share: 100%, state: established }, drop: silent }"), IpFamily.IPV6);
        String udp = rules(Plans.of("cut: { on: app, protocol: udp, connections: { share: 100%, state: established }, drop: silent }"), IpFamily.IPV6);

        assertFalse(all.contains("SYN") || all.contains("conntrack") || all.contains("statistic"), all);
        assertTrue(tcp.contains("-p tcp -m tcp --tcp-flags SYN SYN -g NOFIN-abcdef-1-seen") && !tcp.contains("conntrack"), tcp);
        assertTrue(udp.contains("-p udp -m conntrack ! --ctstatus CONFIRMED -g NOFIN-abcdef-1-seen") && !udp.contains("SYN"), udp);
        assertFalse((all + tcp + udp).contains("*raw"), "what comes in is dropped behind connection tracking");
    }

    @ParameterizedTest
    @CsvSource({"longer-than: 1400, 1401:65535", "shorter-than: 100, 0:99", "'longer-than: 99, shorter-than: 1kb', 100:1023",
        "'longer-than: 99, shorter-than: 101', 100"})
    void matchesLengths(String selector, String match) {
        for (IpFamily family : IpFamily.values()) {
            String rules = rules(Plans.of("cut: { on: app, " + selector + ", drop: silent }"), family);

            assertTrue(rules.contains("! -o lo -m length --length " + match + " -j NOFIN-abcdef-1-out\n"), rules);
            assertTrue(rules.contains("! -i lo -m length --length " + match + " -j NOFIN-abcdef-1-in\n"), rules);
        }
    }

    @Test
    void takesOutWhatItPutIn() {
        assertEquals("""
            *raw
            -D PREROUTING -j NOFIN-abcdef-in
            -F NOFIN-abcdef-in
            -F NOFIN-abcdef-1-in
            -X NOFIN-abcdef-in
            -X NOFIN-abcdef-1-in
            COMMIT
            *mangle
            -D POSTROUTING -j NOFIN-abcdef-out
            -F NOFIN-abcdef-out
            -F NOFIN-abcdef-1-out
            -X NOFIN-abcdef-out
            -X NOFIN-abcdef-1-out
            COMMIT
            """, Plans.of("cut: { on: app, drop: silent }").hosts().get(0).rules(IpFamily.IPV4).remove());
    }

    @Test
    void resetsTcpAlone() {
        assertEquals("""
            *filter
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-out -p tcp -m tcp --tcp-flags RST RST -j RETURN
            -A NOFIN-abcdef-out -p icmp -m icmp --icmp-type 3 -j RETURN
            -A NOFIN-abcdef-in -i lo -p tcp -m tcp --tcp-flags RST RST -j RETURN
            -A NOFIN-abcdef-in -i lo -p icmp -m icmp --icmp-type 3 -j RETURN
            -A NOFIN-abcdef-out ! -o lo -p tcp -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-in ! -i lo -p tcp -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "no of test" -p tcp -j REJECT --reject-with tcp-reset
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-4 src -m comment --comment "no of test" -p tcp -j REJECT --reject-with tcp-reset
            -I OUTPUT 1 -j NOFIN-abcdef-out
            -I INPUT 1 -j NOFIN-abcdef-in
            COMMIT
            """, rules(Plans.of("no: { on: app, reject: tcp-reset }"), IpFamily.IPV4));
    }

    @ParameterizedTest
    @CsvSource({
        "icmp-net-unreachable,   icmp-net-unreachable,   icmp6-no-route",
        "icmp-host-unreachable,  icmp-host-unreachable,  icmp6-addr-unreachable",
        "icmp-port-unreachable,  icmp-port-unreachable,  icmp6-port-unreachable",
        "icmp-proto-unreachable, icmp-proto-unreachable, icmp6-port-unreachable",
        "icmp-net-prohibited,    icmp-net-prohibited,    icmp6-adm-prohibited",
        "icmp-host-prohibited,   icmp-host-prohibited,   icmp6-adm-prohibited",
        "icmp-admin-prohibited,  icmp-admin-prohibited,  icmp6-adm-prohibited",
        "tcp-reset,              tcp-reset,              tcp-reset",
        "'{ ipv4: icmp-port-unreachable, ipv6: icmp6-policy-fail }',  icmp-port-unreachable, icmp6-policy-fail",
        "'{ ipv4: icmp-net-unreachable, ipv6: icmp6-reject-route }',  icmp-net-unreachable,  icmp6-reject-route"})
    void rejectsWithACounterpartInEachFamily(String with, String ipv4, String ipv6) {
        Plan plan = Plans.of("no: { on: app, reject: " + with + " }");

        assertEquals(Set.of(ipv4), rejectedWith(plan, IpFamily.IPV4));
        assertEquals(Set.of(ipv6), rejectedWith(plan, IpFamily.IPV6));
    }

    @Test
    void partitionCutsEveryTwoThatShareNoGroup() {
        Plan plan = Plans.of("split: { partition: [[app], [db], [web]], ports: 6379 }");

        assertEquals(List.of("app", "db", "web"), plan.hosts().stream().map(host -> host.host().label()).toList());
        assertEquals(networks("10.0.0.2", "10.0.0.3"), plan.hosts().get(0).gates().get(0).ipv4());
        assertEquals(networks("10.0.0.1", "10.0.0.3"), plan.hosts().get(1).gates().get(0).ipv4());
        assertEquals(networks("fd00::1", "fd00::2"), plan.hosts().get(2).gates().get(0).ipv6());
        assertEquals(3, plan.gates("split").size());
    }

    @Test
    void partitionLeavesABridgeMemberAlone() {
        Plan plan = Plans.of("split: { partition: [[app, db], [db, web]] }");

        assertEquals(List.of("app", "web"), plan.hosts().stream().map(host -> host.host().label()).toList());
        assertEquals(networks("10.0.0.3"), plan.hosts().get(0).gates().get(0).ipv4());
        assertEquals(networks("10.0.0.1"), plan.hosts().get(1).gates().get(0).ipv4());
    }

    @Test
    void faultsOnOneHostShareItsChainsInTheirOrder() {
        Plan plan = Plans.of("""
            one: { on: app, direction: in, drop: silent }
            two: { on: app, direction: in, protocol: udp, drop: silent }
            three: { on: db, direction: in, drop: silent }
            four: { on: app, direction: in, reject: tcp-reset }
            """);

        assertEquals(2, plan.hosts().size());
        assertEquals("""
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            :NOFIN-abcdef-2-in - [0:0]
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-in ! -i lo -p udp -j NOFIN-abcdef-2-in
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-4 src -m comment --comment "one of test" -j DROP
            -A NOFIN-abcdef-2-in -m set --match-set nofin-abcdef-2-4 src -m comment --comment "two of test" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            *filter
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-4-in - [0:0]
            -A NOFIN-abcdef-in -i lo -p tcp -m tcp --tcp-flags RST RST -j RETURN
            -A NOFIN-abcdef-in -i lo -p icmp -m icmp --icmp-type 3 -j RETURN
            -A NOFIN-abcdef-in ! -i lo -p tcp -j NOFIN-abcdef-4-in
            -A NOFIN-abcdef-4-in -m set --match-set nofin-abcdef-4-4 src -m comment --comment "four of test" -p tcp -j REJECT --reject-with tcp-reset
            -I INPUT 1 -j NOFIN-abcdef-in
            COMMIT
            """, rules(plan, IpFamily.IPV4));
    }

    @Test
    void targetsThatShareANamespaceShareRulesAndPutTheirPeersTogether() {
        Plan plan = Plans.of("split: { partition: [[app, db], [twin, web]] }");

        assertEquals(List.of(Path.of("/run/netns/app"), Path.of("/run/netns/db"), Path.of("/run/netns/web")),
            plan.hosts().stream().map(host -> host.host().namespace()).toList());
        assertEquals(networks("10.0.0.9", "10.0.0.3", "10.0.0.1", "10.0.0.2"), plan.hosts().get(0).gates().get(0).ipv4());
        assertEquals(2, selectors(plan, IpFamily.IPV4).size());
    }

    @Test
    void opensItsGatesToThePeers() {
        Gate gate = Plans.of("cut: { on: app, peers: [db, web, 10.0.0.0/8, fd00::1, db.example, 10.0.0.2], drop: silent }")
            .hosts().get(0).gates().get(0);

        assertEquals(networks("10.0.0.2", "10.0.0.3", "10.0.0.0/8", "192.0.2.7"), gate.ipv4());
        assertEquals(networks("fd00::2", "fd00::3", "fd00::1", "2001:db8::7"), gate.ipv6());
    }

    @Test
    void opensItsGatesToEveryoneOfAFamily() {
        Gate ipv4 = Plans.of("cut: { on: app, peers: 0.0.0.0/0, drop: silent }").hosts().get(0).gates().get(0);
        Gate ipv6 = Plans.of("cut: { on: app, peers: ['::/0', 10.0.0.1], drop: silent }").hosts().get(0).gates().get(0);

        assertEquals(EVERYONE_4, ipv4.ipv4());
        assertEquals(List.of(), ipv4.ipv6());
        assertEquals(networks("10.0.0.1"), ipv6.ipv4());
        assertEquals(EVERYONE_6, ipv6.ipv6());
    }

    @Test
    void portsOfAnyProtocolMeanTcpUdpAndSctp() {
        assertEquals(List.of(
            "-A NOFIN-abcdef-out ! -o lo -p tcp -m multiport --ports 53,7000:7010 -j NOFIN-abcdef-1-out",
            "-A NOFIN-abcdef-out ! -o lo -p udp -m multiport --ports 53,7000:7010 -j NOFIN-abcdef-1-out",
            "-A NOFIN-abcdef-out ! -o lo -p sctp -m multiport --ports 53,7000:7010 -j NOFIN-abcdef-1-out"),
            selectors(Plans.of("cut: { on: app, direction: out, ports: [53, 7000-7010], drop: silent }"), IpFamily.IPV4));
    }

    @Test
    void localAndRemotePortsChangeSidesWithTheDirection() {
        Plan plan = Plans.of("cut: { on: app, protocol: tcp, local-ports: 80, remote-ports: 1024-65535, drop: silent }");

        assertEquals(List.of(
            "-A NOFIN-abcdef-in ! -i lo -p tcp -m multiport --dports 80 -m multiport --sports 1024:65535 -j NOFIN-abcdef-1-in",
            "-A NOFIN-abcdef-out ! -o lo -p tcp -m multiport --sports 80 -m multiport --dports 1024:65535 -j NOFIN-abcdef-1-out"),
            selectors(plan, IpFamily.IPV4));
    }

    @Test
    void splitsPortsThatMultiportCannotHold() {
        String singles = IntStream.rangeClosed(1, 14).mapToObj(port -> port * 10).map(String::valueOf).collect(Collectors.joining(", "));
        Plan plan = Plans.of("cut: { on: app, direction: in, protocol: udp, ports: [" + singles + ", 200-210, 300], drop: silent }");

        assertEquals(List.of(
            "-A NOFIN-abcdef-in ! -i lo -p udp -m multiport --ports 10,20,30,40,50,60,70,80,90,100,110,120,130,140"
                + " -j NOFIN-abcdef-1-in",
            "-A NOFIN-abcdef-in ! -i lo -p udp -m multiport --ports 200:210,300 -j NOFIN-abcdef-1-in"),
            selectors(plan, IpFamily.IPV4));
    }

    @Test
    void fillsMultiportToItsLastSlot() {
        String fifteen = IntStream.rangeClosed(1, 15).mapToObj(port -> port * 10).map(String::valueOf).collect(Collectors.joining(", "));

        assertEquals(1, selectors(Plans.of("cut: { on: app, direction: in, protocol: tcp, ports: [" + fifteen + "], drop: silent }"),
            IpFamily.IPV4).size());
        assertEquals(2, selectors(Plans.of("cut: { on: app, direction: in, protocol: tcp, ports: [" + fifteen + ", 7], drop: silent }"),
            IpFamily.IPV4).size());
    }

    @Test
    void combinesEveryGroupOfLocalWithEveryGroupOfRemotePorts() {
        String sixteen = IntStream.rangeClosed(1, 16).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        Plan plan = Plans.of("cut: { on: app, direction: in, protocol: tcp, local-ports: [" + sixteen + "], remote-ports: [" + sixteen
            + "], drop: silent }");

        assertEquals(4, selectors(plan, IpFamily.IPV4).size());
        assertEquals("-A NOFIN-abcdef-in ! -i lo -p tcp -m multiport --dports 16 -m multiport --sports 16 -j NOFIN-abcdef-1-in",
            selectors(plan, IpFamily.IPV4).get(3));
    }

    @Test
    void icmpHasAProtocolInEachFamily() {
        Plan plan = Plans.of("cut: { on: app, direction: out, protocol: icmp, drop: silent }");

        assertEquals(List.of("-A NOFIN-abcdef-out ! -o lo -p icmp -j NOFIN-abcdef-1-out"), selectors(plan, IpFamily.IPV4));
        assertEquals(List.of("-A NOFIN-abcdef-out ! -o lo -p icmpv6 -j NOFIN-abcdef-1-out"), selectors(plan, IpFamily.IPV6));
    }

    @Test
    void tunnelsAreMeantByTheirProtocol() {
        assertEquals(List.of("-A NOFIN-abcdef-out ! -o lo -p 47 -j NOFIN-abcdef-1-out"),
            selectors(Plans.of("cut: { on: app, direction: out, protocol: gre, drop: silent }"), IpFamily.IPV4));
        assertEquals(List.of("-A NOFIN-abcdef-out ! -o lo -p esp -j NOFIN-abcdef-1-out"),
            selectors(Plans.of("cut: { on: app, direction: out, protocol: esp, drop: silent }"), IpFamily.IPV6));
    }

    @Test
    void anInterfaceTakesThePlaceOfTheLoopbackExemption() {
        assertEquals(List.of("-A NOFIN-abcdef-in -i eth0.100 -j NOFIN-abcdef-1-in", "-A NOFIN-abcdef-out -o eth0.100 -j NOFIN-abcdef-1-out"),
            selectors(Plans.of("cut: { on: app, interface: eth0.100, drop: silent }"), IpFamily.IPV4));
        assertEquals(List.of("-A NOFIN-abcdef-in -i lo -j NOFIN-abcdef-1-in"),
            selectors(Plans.of("cut: { on: app, interface: lo, direction: in, drop: silent }"), IpFamily.IPV6));
    }

    @Test
    void exemptsNetworksAndPortsBothWays() {
        Plan plan = Plans.of("cut: { on: app, drop: silent }", new Exemption.Peer(IpNetwork.parse("10.0.0.0/24")),
            new Exemption.Ports(PortSet.parse(List.of("22", "6000-6010"))));

        assertEquals(List.of(
            "-A NOFIN-abcdef-in -s 10.0.0.0/24 -j RETURN",
            "-A NOFIN-abcdef-in -p tcp -m multiport --ports 22,6000:6010 -j RETURN",
            "-A NOFIN-abcdef-in -p udp -m multiport --ports 22,6000:6010 -j RETURN",
            "-A NOFIN-abcdef-out -d 10.0.0.0/24 -j RETURN",
            "-A NOFIN-abcdef-out -p tcp -m multiport --ports 22,6000:6010 -j RETURN",
            "-A NOFIN-abcdef-out -p udp -m multiport --ports 22,6000:6010 -j RETURN",
            "-A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN"),
            rules(plan, IpFamily.IPV4).lines().filter(line -> line.endsWith("-j RETURN")).toList());
        assertFalse(rules(plan, IpFamily.IPV6).contains("10.0.0.0/24"));
    }

    @Test
    void exemptsConnectionsInTheirFamilyBeforeAnySelector() {
        Exemption ssh = new Exemption.Connection(IpNetwork.parse("10.0.0.1"), 22, IpNetwork.parse("192.0.2.9"), 51_000);
        Exemption ssh6 = new Exemption.Connection(IpNetwork.parse("fd00::1"), 22, IpNetwork.parse("2001:db8::9"), 51_001);
        Plan plan = Plans.of("cut: { on: app, drop: silent }", ssh, ssh6);

        assertEquals("""
            *raw
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            -A NOFIN-abcdef-in -s 192.0.2.9 -d 10.0.0.1 -p tcp -m tcp --sport 51000 --dport 22 -j RETURN
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-4 src -m comment --comment "cut of test" -j DROP
            -I PREROUTING 1 -j NOFIN-abcdef-in
            COMMIT
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            -A NOFIN-abcdef-out -s 10.0.0.1 -d 192.0.2.9 -p tcp -m tcp --sport 22 --dport 51000 -j RETURN
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "cut of test" -j NFQUEUE --queue-num 60999
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """, rules(plan, IpFamily.IPV4));
        String out = "-A NOFIN-abcdef-out -s fd00::1 -d 2001:db8::9 -p tcp -m tcp --sport 22 --dport 51001 -j RETURN\n";
        assertTrue(rules(plan, IpFamily.IPV6).contains(out), rules(plan, IpFamily.IPV6));
    }

    @Test
    void aCorrelationWithoutJitterDoesNothingAndSaysSo() {
        Plan plan = Plans.shaped("slow: { on: app, delay: { time: 10ms, correlation: 25% } }", new ShapingFacts(100, 0, false, Resending.FREE, NetemFacts.missing("a test")));

        assertEquals(List.of("faults.slow.delay: a correlation is one of the jitter: without jitter it does nothing"), plan.notes());
    }

    @Test
    void aKernelWithoutIpv6GetsNoRulesOfIt() {
        Plan plan = Plans.withoutIpv6("cut: { on: app, drop: silent }");

        assertTrue(plan.hosts().get(0).ipv6().isEmpty());
        assertEquals(List.of("this kernel has no IPv6 (it was booted with ipv6.disable=1, or built without): faults are for IPv4 only"), plan.notes());
        assertTrue(plan.hosts().get(0).arming().stream().map(Operation::command).noneMatch(command -> command.contains("ip6tables")));
    }

    @Test
    void filtersGoInAsBytecode() {
        String bytecode = PacketFilter.compile("len > 100").bytecode();

        assertEquals(List.of("-A NOFIN-abcdef-in ! -i lo -p udp -m bpf --bytecode \"" + bytecode + "\" -j NOFIN-abcdef-1-in"),
            selectors(Plans.of("cut: { on: app, direction: in, protocol: udp, filter: len > 100, drop: silent }"), IpFamily.IPV6));
    }

    @Test
    void aFilterForOneFamilySelectsNothingInTheOtherAndSaysSo() {
        Plan plan = Plans.of("cut: { on: app, direction: in, filter: 'tcp[tcpflags] & tcp-push != 0', drop: silent }");

        assertEquals(1, selectors(plan, IpFamily.IPV4).size());
        assertEquals(List.of(), selectors(plan, IpFamily.IPV6));
        assertTrue(rules(plan, IpFamily.IPV6).contains("-A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-6"));
        assertEquals(List.of("faults.cut.filter: matches no IPv6 packet at all; tcp[...], udp[...] and icmp[...] look into IPv4 only,"
            + " see pcap-filter(7)"), plan.notes());
    }

    @Test
    void namesTheFaultWhoseFilterIsWrong() {
        var refused = assertThrows(BadValueException.class, () -> Plans.ofUnchecked("cut: { on: app, filter: 'port (', drop: silent }"));

        assertEquals("faults.cut.filter: not a pcap-filter(7) expression: can't parse filter expression: syntax error",
            refused.getMessage());
    }

    @Test
    void commentsSayWhoseRulesTheyAre() {
        assertEquals("\"cut of say \\\"hi\\\" \\\\ -j ACCEPT\"", comment("say \"hi\" \\ -j ACCEPT"));
        assertEquals("\"cut of " + "x".repeat(73) + "\"", comment("x".repeat(100)));
    }

    @Test
    void commentsAreNotCutInsideACharacter() {
        assertEquals("\"cut of " + "x".repeat(72) + "\"", comment("x".repeat(72) + "\uD83D\uDE00 and more"));
    }

    @Test
    void makesSetsBeforeRulesAndTakesThemOutAfter() {
        HostPlan host = Plans.of("cut: { on: app, peers: [10.0.0.0/8, \"fd00::/8\"], drop: silent }").hosts().get(0);

        assertEquals(List.of("CreateSet", "CreateSet", "InstallRules", "InstallRules"), names(host.arming()));
        assertEquals(List.of("RemoveRules", "RemoveRules", "DestroySet", "DestroySet"), names(host.disarming()));
        assertEquals("nsenter --net=/run/netns/app ipset create nofin-abcdef-1-4 hash:net family inet maxelem 65536 timeout 0",
            host.arming().get(0).command());
        assertEquals("nsenter --net=/run/netns/app ipset destroy nofin-abcdef-1-4", host.disarming().get(3).command());
        assertTrue(host.arming().get(2).command().startsWith(
            "nsenter --net=/run/netns/app iptables-nft-restore --noflush -w 10 <<'END'\n*raw\n"), host.arming().get(2).command());
        assertEquals(BackEnd.LEGACY, host.iptables(IpFamily.IPV6).backEnd());
    }

    @Test
    void isAPureFunction() {
        String faults = "cut: { on: [app, db], peers: web, drop: silent }";

        assertEquals(Plans.of(faults), Plans.of(faults));
    }

    @Test
    void refusesQueueNumbersThatThereAreNot() {
        assertThrows(IllegalArgumentException.class, () -> new HostFacts(BackEnd.NFT, BackEnd.NFT, 65_536, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new HostFacts(BackEnd.NFT, BackEnd.NFT, -1, List.of()));
    }

    private static HostRef host(Plan plan) {
        return plan.hosts().get(0).host();
    }

    private static String rules(Plan plan, IpFamily family) {
        return plan.hosts().get(0).rules(family).install();
    }

    /** Returns the rules that jump into a fault's chain. */
    private static List<String> selectors(Plan plan, IpFamily family) {
        return rules(plan, family).lines().filter(line -> line.matches("-A NOFIN-abcdef-(in|out) .*-j NOFIN-abcdef-\\d+-.*")).toList();
    }

    private static Set<String> rejectedWith(Plan plan, IpFamily family) {
        return rules(plan, family).lines().filter(line -> line.contains("--reject-with"))
            .map(line -> line.replaceAll(".*--reject-with ", "")).collect(Collectors.toSet());
    }

    private static String comment(String scenario) {
        Plan plan = Plans.ofScenario("""
            nofin: 1
            name: '%s'
            targets: { app: { netns: app } }
            faults: { cut: { on: app, direction: in, drop: silent } }
            timeline: [{ inject: cut, for: 1s }]
            """.formatted(scenario));
        return rules(plan, IpFamily.IPV4).lines().filter(line -> line.contains("--comment")).findFirst().orElseThrow()
            .replaceAll(".* -m comment --comment (.*) -j DROP", "$1");
    }

    private static List<String> names(List<Operation> operations) {
        return operations.stream().map(operation -> operation.getClass().getSimpleName()).toList();
    }
}
