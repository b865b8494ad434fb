package io.nofin.witness;

import io.nofin.firewall.BackEnd;
import io.nofin.inject.ArmedFaults;
import io.nofin.inject.FactFinder;
import io.nofin.inject.Injector;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.ResolvedHosts;
import io.nofin.plan.RunId;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One fault on the near one of two hosts, armed on the real kernel, and the witness of both. */
final class WitnessedFault implements AutoCloseable {

    static final String NAME = "cut";

    private static final List<String> NAMES = List.of(NAME);
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final int EDGE_MS = 100;
    private static final Path NEAR = Path.of("/run/netns/near");
    private static final Path FAR = Path.of("/run/netns/far");

    private final TwoHosts hosts;
    private final Path journals = Files.createTempDirectory("nofin-witnessed");
    private final HostFacts facts;
    private final RunWitness witness;
    private final ArmedFaults armedFaults;

    /** A body of code that runs while the fault is in force. */
    interface Body {
        void run() throws Exception;
    }

    WitnessedFault(TwoHosts hosts, Selector selector) throws IOException {
        this(hosts, selector, new Drop());
    }

    WitnessedFault(TwoHosts hosts, Selector selector, Effect effect) throws IOException {
        this.hosts = hosts;
        this.facts = FactFinder.find(hosts.near().namespace(), List.of());
        Map<String, TargetSpec> targets = new LinkedHashMap<>();
        targets.put("near", new TargetSpec.Netns("near"));
        targets.put("far", new TargetSpec.Netns("far"));
        Scenario scenario = new Scenario("test", "", OptionalLong.empty(), false, targets, Map.of(),
            Map.of(NAME, new Fault.OnTargets(List.of("near"), selector, effect, false)),
            List.of(Step.once(Duration.ZERO, NAMES, LENGTH)), Map.of());
        Plan plan = Planner.plan(RunId.draw(), 1, scenario, new ResolvedHosts(
            Map.of("near", List.of(ref(hosts.near(), NEAR)), "far", List.of(ref(hosts.far(), FAR))), Map.of(), Map.of(NEAR, facts)));
        witness = RunWitness.watch(scenario, plan, Map.of(NEAR, hosts.near(), FAR, hosts.far()), CaptureMemory.of(Budget.STANDARD));
        try {
            armedFaults = Injector.arm(plan, Map.of(NEAR, hosts.near().namespace(), FAR, hosts.far().namespace()), new RunDirectory(journals));
        } catch (IOException e) {
            witness.close();
            throw e;
        }
    }

    /** Returns a selector of packets to and from the far host. */
    static Selector selector(Protocol protocol, Direction direction, String... ports) {
        return new Selector(List.of(new Peer.Target("far")), PortSet.parse(List.of(ports)), PortSet.ALL, PortSet.ALL, protocol, direction,
            Optional.empty(), Optional.empty());
    }

    /** Runs iptables with a rule of somebody else's, which goes in front of the fault's. */
    void interfere(String rule) throws IOException {
        Shell.in(near(), "iptables-" + (facts.ipv4() == BackEnd.NFT ? "nft" : "legacy") + " -w " + rule);
    }

    void during(Body body) throws Exception {
        witness.firing(NAMES);
        armedFaults.fire(NAMES, LENGTH);
        witness.fired(NAMES, System.nanoTime());
        try {
            Thread.sleep(EDGE_MS);          // packets at the very edge are let off
            body.run();
            Thread.sleep(EDGE_MS);          // and a busy kernel may deliver them late
        } finally {
            witness.healing(NAMES, System.nanoTime());
            armedFaults.heal(NAMES);
        }
    }

    FaultEvidence evidence(Duration inFlight) throws IOException {
        return witness.evidence(armedFaults.counts(), inFlight).get(0);
    }

    RunWitness witness() {
        return witness;
    }

    @Override
    public void close() throws IOException {
        armedFaults.close();
        witness.close();
        Files.deleteIfExists(journals.resolve("locks"));
        Files.delete(journals);
    }

    private NetworkNamespace near() {
        return hosts.near().namespace();
    }

    private static HostRef ref(TargetHost host, Path path) {
        return new HostRef(host.label(), host.origin(), path, host.addresses());
    }
}
