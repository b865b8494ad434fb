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
import io.nofin.scenario.Drop;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three namespaces, one fault on all of them. */
@KernelTest
class SeveralHostsTest {

    private static final List<String> NAMES = List.of("one", "two", "three");
    private static final String FAULT = "cut";
    private static final int VOID_QUEUE = 60_999;

    private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void makeNamespaces() throws IOException {
        for (String name : NAMES) {
            namespaces.put(name, NetworkNamespace.create());
        }
    }

    @AfterEach
    void removeNamespaces() {
        namespaces.values().forEach(NetworkNamespace::close);
    }

    @Test
    void armsNoneWhenOneRefuses() throws IOException {
        Shell.in(namespaces.get("two"), "ipset create nofin-abcdef-1-6 hash:ip");       // in the way of a gate

        IOException refused = assertThrows(IOException.class, () -> Injector.arm(plan(), at(), runs()));

        assertTrue(refused.getMessage().startsWith("nsenter --net=/run/netns/two ipset create nofin-abcdef-1-6"), refused.getMessage());
        assertClean("one");
        assertClean("three");
    }

    @Test
    void tellsOfEveryOneThatRefuses() throws IOException {
        Shell.in(namespaces.get("one"), "ipset create nofin-abcdef-1-4 hash:ip");
        Shell.in(namespaces.get("three"), "ipset create nofin-abcdef-1-4 hash:ip");

        IOException refused = assertThrows(IOException.class, () -> Injector.arm(plan(), at(), runs()));

        assertTrue(refused.getMessage().startsWith("nsenter --net=/run/netns/one "), refused.getMessage());
        assertEquals(1, List.of(refused.getSuppressed()).stream()
            .filter(other -> other.getMessage().startsWith("nsenter --net=/run/netns/three ")).count());
        assertClean("two");
    }

    @Test
    void movesAllOfThem() throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(), at(), runs())) {
            armedFaults.fire(List.of(FAULT), Duration.ofSeconds(300));
            for (String name : NAMES) {
                assertEquals("10.0.0.0/8\n", members(name));
            }
            armedFaults.fire(List.of("another"), Duration.ofSeconds(300));
            armedFaults.heal(List.of(FAULT));
            for (String name : NAMES) {
                assertEquals("", members(name));
            }
        }
        for (String name : NAMES) {
            assertClean(name);
        }
    }

    private String members(String name) throws IOException {
        return Shell.in(namespaces.get(name), "ipset list nofin-abcdef-1-4 | sed -n 's,^\\(10[^ ]*\\).*,\\1,p'");
    }

    private void assertClean(String name) throws IOException {
        assertEquals("", Shell.in(namespaces.get(name), "(ipset list -n; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done)"
            + " 2>/dev/null | grep -i nofin || true"), name);
    }

    private Map<Path, NetworkNamespace> at() {
        Map<Path, NetworkNamespace> at = new LinkedHashMap<>();
        namespaces.forEach((name, namespace) -> at.put(path(name), namespace));
        return at;
    }

    private static Plan plan() {
        Map<String, TargetSpec> targets = new LinkedHashMap<>();
        Map<String, List<HostRef>> refs = new LinkedHashMap<>();
        Map<Path, HostFacts> facts = new LinkedHashMap<>();
        for (String name : NAMES) {
            targets.put(name, new TargetSpec.Netns(name));
            refs.put(name, List.of(new HostRef(name, "netns:" + name, path(name), List.of())));
            facts.put(path(name), new HostFacts(BackEnd.NFT, BackEnd.LEGACY, VOID_QUEUE, List.of()));
        }
        Selector selector = Selector.all()
            .withPeers(List.of(new Peer.Network(IpNetwork.parse("10.0.0.0/8"))));
        Scenario scenario = new Scenario("test", "", OptionalLong.empty(), false, targets, Map.of(),
            Map.of(FAULT, new Fault.OnTargets(NAMES, selector, new Drop(), false)),
            List.of(Step.once(Duration.ZERO, List.of(FAULT), Duration.ofSeconds(1))), Map.of());
        return Planner.plan(new RunId("abcdef"), 1, scenario, new ResolvedHosts(refs, Map.of(), facts));
    }

    private static Path path(String name) {
        return Path.of("/run/netns", name);
    }

    private RunDirectory runs() {
        return new RunDirectory(directory);
    }
}
