package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Plan;
import io.nofin.plan.RunId;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Selector;
import io.nofin.testing.KernelTest;
import io.nofin.testing.OneHost;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A namespace with rules and sets of nofin's, which nobody holds any more, among those of others. */
@KernelTest
class InventoryTest {

    private final List<ArmedFaults> left = new ArrayList<>();
    private NetworkNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeNamespace() throws IOException {
        namespace = NetworkNamespace.create();
    }

    @AfterEach
    void removeNamespace() throws IOException {
        for (ArmedFaults armedFaults : left) {
            armedFaults.close();
        }
        namespace.close();
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void removesWhatRunsLeftAndNothingElse(BackEnd backEnd) throws IOException {
        foreign(backEnd);
        String before = state();
        leave("abcdef", backEnd);
        leave("ghjkmn", backEnd);
        Shell.in(namespace, "ipset add nofin-abcdef-1-4 10.0.0.1 timeout 300");

        assertEquals(2 * (4 + 4 + 2), removeAll());

        assertEquals(before, state());
        assertEquals(0, removeAll());
    }

    @Test
    void findsBothBackEndsAtOnce() throws IOException {
        leave("abcdef", BackEnd.NFT);
        leave("ghjkmn", BackEnd.LEGACY);

        assertEquals(List.of("abcdef", "ghjkmn"), faults().stream().map(KernelFault::run).toList());
        assertEquals(2 * (4 + 4 + 2), removeAll());
        assertEquals(List.of(), faults());
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void tellsWhatIsArmedAndWhatFires(BackEnd backEnd) throws IOException {
        foreign(backEnd);
        try (ArmedFaults armedFaults = Injector.arm(plan("abcdef", backEnd, "10.0.0.0/8", "fd00::7"), OneHost.at(namespace), runs())) {
            KernelFault armed = faults().get(0);
            assertEquals(new KernelFault("abcdef", OneHost.FAULT, "test", List.of(), 0, 0, 0), armed);
            assertFalse(armed.isFiring());

            armedFaults.fire(List.of(OneHost.FAULT), Duration.ofSeconds(300));

            KernelFault firing = faults().get(0);
            assertTrue(firing.isFiring());
            assertEquals(List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("fd00::7")), firing.peers());
            assertTrue(firing.remainingSeconds() > 5 && firing.remainingSeconds() <= 15, "the kernel knows of the lease: " + firing);
            long remaining = FaultEnds.read(runs()).applied(firing).remainingSeconds();
            assertTrue(remaining > 290 && remaining <= 300, "the journal knows of the fault: " + remaining);
            armedFaults.fire(List.of(OneHost.FAULT), Duration.ofSeconds(10));
            assertTrue(FaultEnds.read(runs()).applied(faults().get(0)).remainingSeconds() <= 10, "and of the next firing");
            assertEquals(1, faults().size());
        }
    }

    /** Lists all peers of a fault, even so many that the kernel tells of them in several messages. */
    @Test
    void tellsOfEveryPeerOfThousands() throws IOException {
        String[] peers = IntStream.range(0, 3_000).mapToObj(n -> "10.1." + n / 256 + "." + n % 256).toArray(String[]::new);
        try (ArmedFaults armedFaults = Injector.arm(plan("abcdef", BackEnd.NFT, peers), OneHost.at(namespace), runs())) {
            armedFaults.fire(List.of(OneHost.FAULT), Duration.ofSeconds(300));

            assertEquals(IntStream.range(0, 3_000).mapToObj(n -> IpNetwork.parse(peers[n])).collect(Collectors.toSet()),
                new HashSet<>(faults().get(0).peers()));
        }
    }

    @Test
    void findsSetsWhoseRulesAreGone() throws IOException {
        Shell.in(namespace, "ipset create nofin-abcdef-2-4 hash:net timeout 0");

        assertEquals(List.of(new KernelFault("abcdef", "#2", "", List.of(), 0, 0, 0)), faults());
        assertEquals(1, removeAll());
    }

    @Test
    void findsNothingInANewNamespace() throws IOException {
        assertEquals(List.of(), faults());
        assertEquals(0, removeAll());
    }

    private List<KernelFault> faults() throws IOException {
        try (Inventory inventory = Inventory.open(namespace, runs())) {
            return inventory.faults();
        }
    }

    private int removeAll() throws IOException {
        try (Inventory inventory = Inventory.open(namespace, runs())) {
            return inventory.removeAll();
        }
    }

    /** Leaves a run's rules in the kernel as a killed run would: armed, and not closed when others look. */
    private void leave(String run, BackEnd backEnd) throws IOException {
        left.add(Injector.arm(plan(run, backEnd, "10.0.0.0/8", "fd00::7"), OneHost.at(namespace), runs()));
    }

    private static Plan plan(String run, BackEnd backEnd, String... peers) {
        List<Peer> networks = IntStream.range(0, peers.length)
            .<Peer>mapToObj(n -> new Peer.Network(IpNetwork.parse(peers[n]))).toList();
        return OneHost.drop(new RunId(run), backEnd, Selector.all().withPeers(networks));
    }

    /** Makes chains, rules and sets, in both families, that look a little like nofin's and are not. */
    private void foreign(BackEnd backEnd) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            String iptables = backEnd.program(family);
            Shell.in(namespace, iptables + " -t raw -N NOFIN-USER");
            Shell.in(namespace, iptables + " -t raw -A PREROUTING -m comment --comment 'x -j NOFIN-abcdef-in' -j NOFIN-USER");
            Shell.in(namespace, iptables + " -t mangle -A POSTROUTING -p tcp -j LOG --log-prefix 'a -j NOFIN-abcdef-out '");
        }
        Shell.in(namespace, "ipset create nofin-a-4 hash:net; ipset add nofin-a-4 10.0.0.1");
        Shell.in(namespace, "ipset create bogus hash:net family inet6; ipset add bogus ::ffff:0:0/96");
    }

    private String state() throws IOException {
        return Shell.in(namespace, "(ipset save; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done) 2>/dev/null | grep -v '^[#:]'");
    }

    private RunDirectory runs() {
        return new RunDirectory(directory);
    }
}
