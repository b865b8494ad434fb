package io.nofin.run;

import io.nofin.inject.ArmingLock;
import io.nofin.inject.FactFinder;
import io.nofin.inject.NetemKernel;
import io.nofin.inject.UnsupportedHostException;
import io.nofin.lab.Lab;
import io.nofin.lab.LabNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Exemption;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.plan.Hosts;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetResolver;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The hosts a run works on: its lab, and its targets, found and held. Closing it lets go of all. One thread at a time. */
final class Stage implements AutoCloseable {

    private final Scenario scenario;
    private final Map<String, List<IpNetwork>> hostNames;
    private final Map<String, List<TargetHost>> found = new LinkedHashMap<>();
    private final Map<NetworkNamespace.Id, Path> paths = new HashMap<>();
    private final Map<Path, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private final Map<String, List<HostRef>> refs = new HashMap<>();
    private final Map<Path, HostFacts> facts = new HashMap<>();
    private final Optional<NetemKernel> netem;
    private Optional<ArmingLock> arming = Optional.empty();

    private Stage(Scenario scenario) throws IOException {
        this.scenario = scenario;
        this.netem = scenario.shapes() ? Optional.of(NetemKernel.probe()) : Optional.empty();
        this.hostNames = PeerNames.resolve(scenario);
    }

    /**
     * Takes in the lab's hosts, finds every target, and looks around in those that get rules; until {@link #armed} no other nofin
     * changes anything there. The lab stays the caller's.
     */
    static Stage set(Scenario scenario, Lab lab, TargetResolver resolver) throws IOException {
        Stage stage = new Stage(scenario);
        try {
            lab.hosts().forEach(host -> stage.add(host.label(), List.of(host)));
            stage.find(resolver);
            stage.arming = Optional.of(ArmingLock.take(stage.faulted()));
            stage.lookAround();
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** The same, but with lab hosts as they would be: nothing is built. */
    static Stage onPaper(Scenario scenario, TargetResolver resolver) throws IOException {
        Stage stage = new Stage(scenario);
        try {
            LabNetwork lab = LabNetwork.of(scenario.lab().keySet());
            for (String name : lab.names()) {
                stage.refs.put(name, List.of(new HostRef(name, new TargetSpec.Lab(name).toString(), lab.path(name), lab.addresses(name))));
                stage.facts.put(lab.path(name), stage.netem.isPresent()
                    ? FactFinder.ofNewNamespace(stage.netem.get()) : FactFinder.ofNewNamespace());
            }
            stage.find(resolver);
            stage.lookAround();
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    Hosts hosts() {
        return new Hosts(refs, hostNames, facts);
    }

    Map<Path, NetworkNamespace> namespaces() {
        return namespaces;
    }

    /** The hosts of a target; none for a name that is not one. */
    List<TargetHost> target(String name) {
        return found.getOrDefault(name, List.of());
    }

    /** What was found needs not hold any longer. */
    void armed() throws IOException {
        if (arming.isPresent()) {
            arming.get().close();
        }
    }

    @Override
    public void close() {
        scenario.targets().keySet().forEach(name -> target(name).forEach(host -> host.namespace().close()));
    }

    private void find(TargetResolver resolver) throws IOException {
        for (Map.Entry<String, TargetSpec> target : scenario.targets().entrySet()) {
            add(target.getKey(), resolver.resolve(target.getKey(), target.getValue()));
        }
    }

    private void lookAround() throws IOException {
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            for (String target : fault.getValue().targets()) {
                lookAround(target, scenario.targets().get(target) instanceof TargetSpec.Host);
                requireNetem(fault.getKey(), fault.getValue(), target);
            }
        }
    }

    /** The namespaces that get rules. */
    private Set<NetworkNamespace> faulted() {
        return scenario.faults().values().stream().flatMap(fault -> fault.targets().stream()).flatMap(target -> target(target).stream())
            .map(host -> namespaces.get(paths.get(host.namespace().id()))).collect(Collectors.toSet());
    }

    private void requireNetem(String name, Fault fault, String target) throws UnsupportedHostException {
        if (fault instanceof Fault.OnTargets on && on.effect() instanceof Shaping shaping && shaping.engine() == Engine.NETEM) {
            for (HostRef host : refs.get(target)) {
                Optional<String> missing = Optional.ofNullable(facts.get(host.namespace())).flatMap(HostFacts::shaping)
                    .flatMap(shapes -> shapes.netem().missing());
                if (missing.isPresent()) {
                    throw new UnsupportedHostException("faults." + name + ".engine: netem cannot be used in " + host.label() + ": "
                        + missing.get() + ": leave engine out, or write engine: queue");
                }
            }
        }
    }

    /** Two targets may be one namespace: the plan knows it by the path under which it was found first. */
    private void add(String name, List<TargetHost> hosts) {
        found.put(name, hosts);
        for (TargetHost host : hosts) {
            Path path = paths.computeIfAbsent(host.namespace().id(), id -> host.namespace().path());
            namespaces.putIfAbsent(path, host.namespace());
        }
        refs.put(name, hosts.stream()
            .map(host -> new HostRef(host.label(), host.origin(), paths.get(host.namespace().id()), host.addresses())).toList());
    }

    private void lookAround(String target, boolean isHost) throws IOException {
        List<Exemption> exemptions = isHost ? SshSession.exemptions() : List.of();
        for (TargetHost host : target(target)) {
            Path path = paths.get(host.namespace().id());
            if (!facts.containsKey(path)) {
                facts.put(path, netem.isPresent()
                    ? FactFinder.find(host.namespace(), exemptions, netem.get()) : FactFinder.find(host.namespace(), exemptions));
            }
        }
    }
}
