package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.api.TargetNotFoundException;
import io.nofin.inject.ArmingLock;
import io.nofin.journal.RunDirectory;
import io.nofin.lab.Lab;
import io.nofin.lab.LabNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostRef;
import io.nofin.plan.ResolvedHosts;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Price;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NamespaceContainers;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNames;
import io.nofin.target.TargetResolver;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts that a run works on: its lab, and its targets, found and opened. {@link HostRegistry} knows which are present. Closing it
 * closes all. Not thread-safe.
 */
final class RunHosts implements AutoCloseable {

    private final Scenario scenario;
    private final SafetyLimits safetyLimits;
    private final Cancellation cancellation;
    private final HostRegistry registry = new HostRegistry();
    private final Map<String, List<HostRef>> paper = new HashMap<>();
    private final HostSurvey survey;
    private final RunNames names;
    private Optional<ArmingLock> arming = Optional.empty();
    private Optional<ArmingLock> arriving = Optional.empty();
    private List<String> sharing = List.of();

    private RunHosts(Scenario scenario, SafetyLimits safetyLimits, Cancellation cancellation) throws IOException {
        this.scenario = scenario;
        this.safetyLimits = safetyLimits;
        this.cancellation = cancellation;
        this.survey = HostSurvey.of(scenario, safetyLimits);
        this.names = new RunNames(scenario, this::target, paper, survey.questionPorts(), safetyLimits.authority().client());
    }

    /**
     * Takes the lab's hosts, and finds every target and the addresses of all host names, which takes as long as name servers like. Waits for
     * them only until it is cancelled. The caller still owns the lab.
     */
    static RunHosts find(Scenario scenario, SafetyLimits safetyLimits, Lab lab, TargetResolver resolver, Cancellation cancellation) throws IOException {
        RunHosts runHosts = new RunHosts(scenario, safetyLimits, cancellation);
        try {
            lab.hosts().forEach(host -> runHosts.registry.add(host.label(), host));
            runHosts.find(resolver);
            if (runHosts.names.isAnyAskedFor() || !scenario.probes().isEmpty()) {
                runHosts.lookAround();          // nothing is asked or probed from where no fault may be
            }
            runHosts.names.resolve(runHosts.budget(), cancellation);
            runHosts.price();
            return runHosts;
        } catch (IOException | RuntimeException | Error e) {
            try (runHosts) {
                throw e;
            }
        }
    }

    /** Does the same for lab hosts that are not built. */
    static RunHosts onPaper(Scenario scenario, SafetyLimits safetyLimits, TargetResolver resolver) throws IOException {
        RunHosts runHosts = new RunHosts(scenario, safetyLimits, new Cancellation());
        try {
            LabNetwork lab = LabNetwork.of(scenario.lab().keySet());
            for (String name : lab.names()) {
                runHosts.paper.put(name, List.of(new HostRef(name, new TargetSpec.Lab(name).toString(), lab.path(name), lab.addresses(name),
                    LabNetwork.INTERFACES, Map.of())));
                runHosts.survey.foresee(lab.path(name));
            }
            runHosts.find(resolver);
            runHosts.lookAround();
            runHosts.names.resolve(runHosts.budget(), runHosts.cancellation);
            runHosts.price();
            return runHosts;
        } catch (IOException | RuntimeException | Error e) {
            try (runHosts) {
                throw e;
            }
        }
    }

    /**
     * Inspects the hosts that get rules, and refuses those that may not have any. No other nofin changes anything there from now on until {@link #armed}:
     * nothing that others can draw out may happen between the two.
     */
    void survey() throws IOException {
        arming = Optional.of(ArmingLock.take(RunDirectory.STANDARD, namespacesThatGetRules()));
        survey.forgetAllBut(Map.of());
        lookAround();
    }

    /** Returns the hosts as they are now. */
    ResolvedHosts hosts() {
        Map<String, List<HostRef>> refs = new HashMap<>(paper);
        refs.putAll(registry.refs());
        return new ResolvedHosts(refs, names.addresses(), survey.facts(), registry.newcomers());
    }

    Map<Path, NetworkNamespace> namespaces() {
        return registry.namespaces();
    }

    /** Returns every host that was found, by the path under which the plan knows its namespace. */
    Map<Path, TargetHost> found() {
        return registry.all();
    }

    /** Tells whether the target is this host itself. */
    boolean isHost(String target) {
        return scenario.targets().get(target) instanceof TargetSpec.Host;
    }

    /** Returns the policy for connections from this host's own network. */
    OutboundPolicy outboundPolicy() {
        return safetyLimits.outboundPolicy();
    }

    /** Returns the hosts of a target; none for an unknown name. */
    List<TargetHost> target(String name) {
        return registry.hosts(name);
    }

    /** Returns what runs may take of this host. */
    Budget budget() {
        return safetyLimits.authority().config().budget();
    }

    /**
     * Resolves a name as programs on one of these hosts would. The caller closes the result.
     *
     * @throws IOException when the host has gone
     */
    TargetNames namesOf(TargetHost host) throws IOException {
        TargetNames own = TargetNames.of(host, safetyLimits.authority().client());
        cancellation.whenCancelled(own::giveUp);
        return own;
    }

    /**
     * Takes the addresses that names have got meanwhile.
     *
     * @throws io.nofin.unit.BadValueException when they would cost too much; those before stay
     */
    void rename(Map<String, Map<String, List<IpNetwork>>> now) {
        Map<String, Map<String, List<IpNetwork>>> before = names.addresses();
        names.update(now);
        try {
            price();
        } catch (BadValueException e) {
            names.update(before);
            throw e;
        }
    }

    /**
     * Checks the scenario's costs with the number of namespaces that its targets have, and of addresses that its names have.
     *
     * @throws io.nofin.unit.BadValueException when the scenario costs too much
     */
    private void price() {
        Price.of(scenario, name -> Math.max(1, Math.max(target(name).size(), paper.getOrDefault(name, List.of()).size())),
            (target, name) -> names.addresses().getOrDefault(target, Map.of()).getOrDefault(name, List.of()).size()).check(budget());
    }

    /** Returns the host names among the peers. */
    RunNames names() {
        return names;
    }

    /**
     * Takes a host that came while the run goes on, or whose addresses have changed. No other nofin changes anything there until
     * {@link #arrived}.
     *
     * @param host closed here when this fails, or when it is known already
     * @return whether the plan has to change
     */
    boolean arrive(String target, TargetHost host) throws IOException {
        boolean news = registry.arrive(target, host);
        survey.forgetAllBut(registry.namespaces());
        if (news && faulted().anyMatch(target::equals)) {
            try {
                arrived();
                price();
                NamespaceContainers residents = safetyLimits.residents();
                safetyLimits.admit(host, residents);
                arriving = Optional.of(ArmingLock.take(RunDirectory.STANDARD, List.of(namespaces().get(registry.path(host)))));
                lookAround(target, residents);
                safetyLimits.admit(faultedNamespaces());
            } catch (IOException | RuntimeException | Error e) {
                forget(host.origin());
                arrived();
                throw e;
            }
        }
        return news;
    }

    /** Tells whether any host outside the lab is faulted. */
    boolean faultsWhatIsFound() {
        return faulted().anyMatch(scenario.targets()::containsKey);
    }

    /** Tells whether a container with these labels, wherever it is, may forbid faults on others. */
    boolean matters(Map<String, String> labels) {
        return safetyLimits.matters(labels) && faultsWhatIsFound();
    }

    /**
     * Checks again whether all faulted hosts may be faulted, and forgets those that may not.
     *
     * @return the reasons
     */
    List<String> expel() {
        NamespaceContainers residents = safetyLimits.residents();
        List<String> reasons = new ArrayList<>();
        for (TargetHost host : faulted().filter(scenario.targets()::containsKey).flatMap(target -> target(target).stream()).distinct().toList()) {
            try {
                safetyLimits.admit(host, residents);
            } catch (TargetNotFoundException e) {
                forget(host.origin());
                reasons.add(e.getMessage());
            }
        }
        return reasons.stream().distinct().toList();
    }

    /** Returns a sentence for each namespace in which a fault on one container hits others as well. */
    List<String> sharing() {
        return sharing;
    }

    /**
     * Removes a host that left, which gets no rules any more. Its addresses are kept for the faults whose peer it is, as it may come
     * back.
     */
    boolean leave(String origin) {
        boolean news = registry.leave(origin);
        survey.forgetAllBut(registry.namespaces());
        return news;
    }

    /** Removes a host that will not come back, with its addresses. */
    boolean forget(String origin) {
        leave(origin);
        return registry.forget(origin);
    }

    /** Closes hosts that left. No thread may use them any more. */
    void letGo() {
        registry.letGo();
    }

    /** Releases the locks on the hosts that were found. */
    void armed() throws IOException {
        if (arming.isPresent()) {
            arming.get().close();
        }
    }

    /** Releases the locks on hosts that came later. */
    void arrived() throws IOException {
        if (arriving.isPresent()) {
            arriving.get().close();
            arriving = Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            armed();
            arrived();
        } finally {
            survey.close();
            scenario.targets().keySet().forEach(name -> target(name).forEach(host -> host.namespace().close()));
            registry.end();
        }
    }

    private void find(TargetResolver resolver) throws IOException {
        for (Map.Entry<String, TargetSpec> target : scenario.targets().entrySet()) {
            resolver.resolve(target.getKey(), target.getValue()).forEach(host -> registry.add(target.getKey(), host));
        }
    }

    /** Inspects the hosts that get rules, and refuses those that may not have any. */
    private void lookAround() throws IOException {
        NamespaceContainers residents = faultsWhatIsFound() ? safetyLimits.residents() : new NamespaceContainers(Map.of(), Optional.empty());
        for (Map.Entry<String, Fault> fault : scenario.selections().entrySet()) {
            for (String target : fault.getValue().targets()) {
                lookAround(target, residents);
                survey.requireNetem(fault.getKey(), fault.getValue(), hosts().targets().get(target));
            }
        }
        Interfaces.require(scenario, hosts());
        safetyLimits.admit(faultedNamespaces());
        sharing = registry.all().values().stream().filter(host -> survey.knows(registry.path(host)))
            .flatMap(host -> sharing(host, residents.of(host.namespace())).stream()).toList();
    }

    private static Optional<String> sharing(TargetHost host, List<NamespaceContainers.Resident> inside) {
        List<String> others = inside.stream().map(NamespaceContainers.Resident::origin).filter(origin -> !origin.equals(host.origin())).toList();
        return others.isEmpty() ? Optional.empty()
            : Optional.of(String.join(", ", others) + (others.size() == 1 ? " shares" : " share") + " the network of " + host.origin());
    }

    private Stream<String> faulted() {
        return scenario.selections().values().stream().flatMap(fault -> fault.targets().stream());
    }

    /** Counts the faulted namespaces without those of the lab, which belong to nofin. */
    private int faultedNamespaces() {
        return (int) faulted().filter(scenario.targets()::containsKey).flatMap(target -> target(target).stream())
            .map(TargetHost::namespace).distinct().count();
    }

    private Set<NetworkNamespace> namespacesThatGetRules() {
        return faulted().flatMap(target -> target(target).stream()).map(host -> namespaces().get(registry.path(host))).collect(Collectors.toSet());
    }

    private void lookAround(String target, NamespaceContainers residents) throws IOException {
        for (TargetHost host : target(target)) {
            if (scenario.targets().containsKey(target)) {
                safetyLimits.admit(host, residents);
            }
            survey.inspect(registry.path(host), host, isHost(target));
        }
    }
}
