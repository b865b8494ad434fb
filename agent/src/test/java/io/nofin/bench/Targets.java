package io.nofin.bench;

import io.nofin.firewall.BackEnd;
import io.nofin.inject.ArmedFaults;
import io.nofin.inject.FactFinder;
import io.nofin.inject.Injector;
import io.nofin.inject.NetemKernel;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.ResolvedHosts;
import io.nofin.plan.RunId;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Namespaces to be faulted, and the plan of one silent drop, {@link #FAULT}, in all of them. Closing it lets them go. */
final class Targets implements AutoCloseable {

    static final String FAULT = "cut";
    static final List<String> FAULTS = List.of(FAULT);

    /** The length of faults, longer than any measurement, so that the kernel's own timeout plays no part. */
    static final Duration LENGTH = Duration.ofSeconds(60);

    private static final int VOID_QUEUE = 60_999;

    private final Map<Path, NetworkNamespace> namespaces = new LinkedHashMap<>();

    /** Makes namespaces without names. */
    static Targets create(int count) throws IOException {
        Targets targets = new Targets();
        for (int made = 0; made < count; made++) {
            targets.add(NetworkNamespace.create());
        }
        return targets;
    }

    static Targets of(Path namespace) throws IOException {
        Targets targets = new Targets();
        targets.add(NetworkNamespace.open(namespace));
        return targets;
    }

    int count() {
        return namespaces.size();
    }

    /** Returns paths by which child processes can enter the namespaces, as long as this is open. */
    List<Path> paths() {
        return List.copyOf(namespaces.keySet());
    }

    ArmedFaults arm(Plan plan) throws IOException {
        return Injector.arm(plan, namespaces, RunDirectory.STANDARD);
    }

    /**
     * Returns the plan of a silent drop in all namespaces, both ways and in both families; it is against everyone when there are no peers.
     */
    Plan plan(List<Peer> peers) throws IOException {
        return plan(peers, new Drop());
    }

    /** Returns the same plan with another effect. */
    Plan plan(List<Peer> peers, Effect effect) throws IOException {
        Fault cut = new Fault.OnTargets(List.of("all"), Selector.all().withPeers(peers), effect, false);
        Scenario scenario = new Scenario("bench", "", OptionalLong.empty(), false, Map.of("all", new TargetSpec.Netns("all")), Map.of(),
            Map.of(FAULT, cut), List.of(Step.once(Duration.ZERO, FAULTS, LENGTH)), Map.of());
        List<HostRef> hosts = new ArrayList<>();
        namespaces.keySet().forEach(path -> hosts.add(new HostRef("all-" + hosts.size(), "netns:" + path, path, List.of())));
        HostFacts plain = new HostFacts(BackEnd.NFT, BackEnd.NFT, VOID_QUEUE, List.of());
        HostFacts facts = scenario.shapes() ? plain.with(FactFinder.ofNewNamespace(NetemKernel.probe()).shaping().orElseThrow()) : plain;
        return Planner.plan(RunId.draw(), 1, scenario, new ResolvedHosts(Map.of("all", hosts), Map.of(),
            namespaces.keySet().stream().collect(Collectors.toMap(Function.identity(), path -> facts))));
    }

    @Override
    public void close() {
        namespaces.values().forEach(NetworkNamespace::close);
    }

    private void add(NetworkNamespace namespace) {
        namespaces.put(namespace.descriptorPath(), namespace);
    }
}
