package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.ResolvedHosts;
import io.nofin.plan.RunId;
import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpNetwork;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts of one target, cut from one peer, come and go while the fault fires. */
@KernelTest
class FollowTest {

    private static final List<String> CUT = List.of("cut");
    private static final Duration LONG = Duration.ofSeconds(300);
    private static final String OLD_PEER = "10.0.0.2";
    private static final String NEW_PEER = "10.0.0.3";

    private final Map<Path, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private final List<IpNetwork> addresses = new ArrayList<>();        // of every host of the target

    @TempDir
    private Path directory;

    @AfterEach
    void removeNamespaces() {
        namespaces.values().forEach(NetworkNamespace::close);
    }

    @Test
    void aNewcomerGetsWhatFiresForTheRestOfIt() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);

            armedFaults.follow(plan(OLD_PEER, "one", "two"), namespaces);

            assertEquals(members("one"), members("two"));
            assertTrue(secondsLeft("two") <= LONG.toSeconds());
            armedFaults.heal(CUT);
            assertEquals("", members("two"));
            armedFaults.fire(CUT, LONG);
            assertEquals(OLD_PEER + "\n", members("two"));
        }
        assertClean("one");
        assertClean("two");
    }

    @Test
    void aNewcomerStaysClosedWhereNothingFires() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.follow(plan(OLD_PEER, "one", "two"), namespaces);
            assertEquals("", members("two"));
            armedFaults.fire(CUT, LONG);
            armedFaults.heal(CUT);

            armedFaults.follow(plan(OLD_PEER, "one", "two", "three"), namespaces);

            assertEquals("", members("three"));
        }
    }

    @Test
    void oneThatLeavesIsCleanAndItsCountsStay() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one", "two"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);
            sendOneDatagram("two");

            armedFaults.follow(plan(OLD_PEER, "one"), namespaces);

            assertClean("two");
            assertEquals(1, packets(armedFaults, "t/two"));
            armedFaults.follow(plan(OLD_PEER, "one", "two"), namespaces);
            sendOneDatagram("two");
            assertEquals(2, packets(armedFaults, "t/two"));
            assertEquals(0, packets(armedFaults, "t/one"));
        }
    }

    @Test
    void openGatesFollowTheirPeers() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);

            armedFaults.follow(plan(NEW_PEER, "one"), namespaces);

            assertEquals(NEW_PEER + "\n", members("one"));
            armedFaults.heal(CUT);
            assertEquals("", members("one"));
            armedFaults.follow(plan(OLD_PEER, "one"), namespaces);
            assertEquals("", members("one"));
            armedFaults.fire(CUT, LONG);
            assertEquals(OLD_PEER + "\n", members("one"));
        }
    }

    /**
     * A host that gets more addresses of its own, as {@code docker network connect} gives it some, keeps its peers, and still follows those
     * that change later.
     */
    @Test
    void aHostMayGetAddressesOfItsOwn() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);
            addresses.add(IpNetwork.parse("10.7.0.1"));

            armedFaults.follow(plan(OLD_PEER, "one"), namespaces);

            assertEquals(OLD_PEER + "\n", members("one"));
            armedFaults.follow(plan(NEW_PEER, "one"), namespaces);
            assertEquals(NEW_PEER + "\n", members("one"));
        }
        assertClean("one");
    }

    @Test
    void aPeerMayHaveNoAddressAtAll() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(Optional.empty(), "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);
            assertEquals("", members("one"));

            armedFaults.follow(plan(OLD_PEER, "one"), namespaces);
            assertEquals(OLD_PEER + "\n", members("one"));
            armedFaults.follow(plan(Optional.empty(), "one"), namespaces);

            assertEquals("", members("one"));
        }
        assertClean("one");
    }

    @Test
    void oneThatHasLostItsGateKeepsNoOtherFromGettingItsPeers() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one", "two"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);
            Shell.in(namespaces.get(path("one")), "for p in iptables-nft ip6tables-legacy; do for t in raw mangle filter; do $p -t $t -F 2>/dev/null; done; done;"
                + " ipset destroy nofin-abcdef-1-4");

            assertThrows(IOException.class, () -> armedFaults.follow(plan(NEW_PEER, "one", "two"), namespaces));

            assertEquals(NEW_PEER + "\n", members("two"));
        }
        assertClean("two");
    }

    @Test
    void oneThatRefusesKeepsNoOtherFromBeingFollowed() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(OLD_PEER, "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);
            Plan more = plan(OLD_PEER, "one", "two", "three");
            Shell.in(namespaces.get(path("two")), "ipset create nofin-abcdef-1-4 hash:ip");      // in the way of a gate

            assertThrows(IOException.class, () -> armedFaults.follow(more, namespaces));

            assertEquals(OLD_PEER + "\n", members("three"));
        }
        assertClean("three");
    }

    @Test
    void aFaultThatForgetsLeavesNewcomersAlone() throws IOException {
        Scenario forgetful = scenario("forget");
        try (ArmedFaults armedFaults = Injector.arm(plan(forgetful, Optional.of(OLD_PEER), Set.of(), "one"), namespaces, new RunDirectory(directory))) {
            armedFaults.fire(CUT, LONG);

            armedFaults.follow(plan(forgetful, Optional.of(OLD_PEER), Set.of(path("two")), "one", "two"), namespaces);

            assertClean("two");
        }
    }

    /** Sends a datagram to the old peer, into a link that leads nowhere. */
    private void sendOneDatagram(String name) throws IOException {
        Shell.in(namespaces.get(path(name)), "ip link show nowhere >/dev/null 2>&1 || ip link add nowhere type veth peer name end;"
            + " ip link set nowhere up; ip link set end up; ip addr replace 10.0.0.1/24 dev nowhere;"
            + " ip neigh replace " + OLD_PEER + " lladdr 02:00:00:00:00:01 dev nowhere; bash -c 'echo x >/dev/udp/" + OLD_PEER + "/9'");
    }

    private static long packets(ArmedFaults armedFaults, String label) throws IOException {
        return armedFaults.counts().stream().filter(count -> count.gate().host().label().equals(label)).mapToLong(GateCount::packets).sum();
    }

    private String members(String name) throws IOException {
        return Shell.in(namespaces.get(path(name)), "ipset list nofin-abcdef-1-4 | sed -n 's,^\\(10[^ ]*\\).*,\\1,p'");
    }

    private long secondsLeft(String name) throws IOException {
        return Long.parseLong(Shell.in(namespaces.get(path(name)), "ipset list nofin-abcdef-1-4 | sed -n 's,^10.*timeout ,,p'").strip());
    }

    private void assertClean(String name) throws IOException {
        assertEquals("", Shell.in(namespaces.get(path(name)), "(ipset list -n; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done)"
            + " 2>/dev/null | grep -i nofin || true"), name);
    }

    private Plan plan(String peer, String... names) throws IOException {
        return plan(Optional.of(peer), names);
    }

    private Plan plan(Optional<String> peer, String... names) throws IOException {
        return plan(scenario("reapply"), peer, Set.of(), names);
    }

    /**
     * Returns a plan for the namespaces of these names, which are made where they are not there yet; the target's peer has one address, or
     * none.
     */
    private Plan plan(Scenario scenario, Optional<String> peer, Set<Path> newcomers, String... names) throws IOException {
        List<HostRef> hosts = new ArrayList<>();
        Map<Path, HostFacts> facts = new LinkedHashMap<>();
        for (String name : names) {
            if (!namespaces.containsKey(path(name))) {
                namespaces.put(path(name), NetworkNamespace.create());
            }
            hosts.add(new HostRef("t/" + name, "netns:" + name, path(name), addresses));
            facts.put(path(name), new HostFacts(BackEnd.NFT, BackEnd.LEGACY, 60_999, List.of()));
        }
        HostRef other = new HostRef("p", "netns:p", path("p"), peer.map(IpNetwork::parse).stream().toList());
        return Planner.plan(new RunId("abcdef"), 1, scenario, new ResolvedHosts(Map.of("t", hosts, "p", List.of(other)), Map.of(), facts, newcomers));
    }

    private static Scenario scenario(String onRestart) {
        try {
            return new ScenarioReader(FilterCheck.NONE).read("""
                nofin: 1
                targets: { t: { docker: { label: t } }, p: { docker: p } }
                faults: { cut: { on: t, peers: p, direction: out, drop: silent, on-restart: %s } }
                timeline: [{ inject: cut, for: 300s }]
                """.formatted(onRestart), "test.yaml");
        } catch (InvalidDocumentException e) {
            throw new AssertionError(e);
        }
    }

    private static Path path(String name) {
        return Path.of("/run/netns", name);
    }
}
