package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.OwnRules;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.scenario.PortSet;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules of plans of every kind get into nf_tables, and out again, without a program of iptables. */
@KernelTest
class NoProgramTest {

    private static final NetemFacts NETEM = new NetemFacts(Optional.empty(), true, true, List.of("eth0"));

    static Stream<Plan> plans() {
        return Stream.of(
            Plans.of("cut: { on: app, drop: silent }", new Exemption.Peer(IpNetwork.parse("10.0.0.0/24")), new Exemption.Peer(IpNetwork.parse("fd00::/9")),
                new Exemption.Ports(new PortSet(List.of(new PortSet.Range(22, 22), new PortSet.Range(8000, 8080)))),
                new Exemption.Connection(IpNetwork.parse("fd00::1"), 22, IpNetwork.parse("fd00::2"), 4000)),
            Plans.of("cut: { on: app, interface: eth+, ports: [53, 7000-7010], longer-than: 100, drop: silent }"),
            Plans.of("cut: { on: app, filter: 'len > 100', drop: silent }"),
            Plans.of("cut: { on: app, protocol: gre, drop: silent }"), Plans.of("cut: { on: app, protocol: esp, drop: silent }"),
            Plans.of("cut: { on: app, protocol: icmp, drop: silent }"),
            Plans.of("cut: { on: app, connections: { share: 10%, state: new }, drop: silent }"),
            Plans.of("cut: { on: app, connections: { share: 100%, state: established }, drop: silent }"),
            Plans.of("no: { on: app, reject: tcp-reset }"), Plans.of("no: { on: app, reject: icmp-admin-prohibited }"),
            shaped(Resending.FREE, NETEM), shaped(Resending.FREE, NetemFacts.missing("a test")), shaped(Resending.CopyRoute.BEHIND), shaped(Resending.CopyRoute.RAW));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void isNeeded(Plan plan) throws IOException {
        HostPlan host = plan.hosts().get(0);
        try (NetworkNamespace namespace = NetworkNamespace.create(); NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER))) {
            Kernel kernel = new OnlyNetlink(socket);
            for (Operation operation : host.sets()) {
                operation.apply(kernel);
            }
            Map<Iptables, RuleSet> rules = new LinkedHashMap<>();
            Stream.of(IpFamily.values()).forEach(family -> rules.put(new Iptables(BackEnd.NFT, family), host.rules(family)));
            kernel.install(rules);
            assertTrue(Shell.in(namespace, "iptables-nft-save; ip6tables-nft-save").contains("NOFIN-abcdef-1-"), "rules are there");
            kernel.remove(rules, Plans.RUN::ownsChain);
            assertEquals("", Shell.in(namespace, "iptables-nft-save; ip6tables-nft-save").lines().filter(line -> line.contains("NOFIN")).findAny().orElse(""));
        }
    }

    private static Plan shaped(Resending.CopyRoute way) {
        return shaped(new Resending(way, true, Resending.Duplicates.NEVER, List.of("a test")), NetemFacts.missing("a test"));
    }

    private static Plan shaped(Resending resending, NetemFacts netem) {
        return Plans.shaped("slow: { on: app, delay: 10ms }", new ShapingFacts(100, 0, false, resending, netem));
    }

    /** A kernel without programs. */
    private record OnlyNetlink(NetlinkSocket socket) implements Kernel, OwnRules.Programs {

        @Override
        public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
            socket.send(requests);
            socket.awaitAcknowledgements(() -> operation, requests.size());
        }

        @Override
        public void install(Map<Iptables, RuleSet> rules) throws IOException {
            new OwnRules(socket, this).install(rules, Optional.empty());
        }

        @Override
        public void remove(Map<Iptables, RuleSet> rules, Predicate<String> ours) throws IOException {
            new OwnRules(socket, this).remove(rules, ours, List.of());
        }

        @Override
        public void restore(Iptables iptables, String rules) {
            throw new AssertionError("iptables-restore was started");
        }

        @Override
        public SavedRules save(Iptables iptables) {
            throw new AssertionError("iptables-save was started");
        }
    }
}
