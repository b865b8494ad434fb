package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.dns.QuestionPort;
import io.nofin.lifecycle.Closer;
import io.nofin.plan.HostRef;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNames;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The host names among the peers of a run, with the addresses that they have for each target. Not thread-safe. */
final class RunNames {

    private final Scenario scenario;
    private final Function<String, List<TargetHost>> found;
    private final Map<String, List<HostRef>> paper;
    private final QuestionPorts questionPorts;
    private final TargetNames.Client client;
    private Map<String, Map<String, List<IpNetwork>>> addresses = Map.of();

    /**
     * Creates names without addresses.
     *
     * @param found         returns the hosts of a target that exist
     * @param paper         the hosts that do not exist yet, by target
     * @param questionPorts the ports that are asked from once faults are armed
     * @param client        the user on whose behalf they are asked for
     */
    RunNames(Scenario scenario, Function<String, List<TargetHost>> found, Map<String, List<HostRef>> paper, QuestionPorts questionPorts,
            TargetNames.Client client) {
        this.scenario = scenario;
        this.found = found;
        this.paper = paper;
        this.questionPorts = questionPorts;
        this.client = client;
    }

    /** Returns whether there are any. */
    boolean isAnyAskedFor() {
        return scenario.selections().values().stream().anyMatch(fault -> !PeerNames.names(fault).isEmpty());
    }

    /** Asks for all names, as each target that needs them would, until that is cancelled. */
    void resolve(Budget budget, Cancellation cancellation) throws IOException {
        List<String> asking = scenario.selections().values().stream().filter(fault -> !PeerNames.names(fault).isEmpty())
            .flatMap(fault -> fault.targets().stream()).distinct().toList();
        try (Closer resolvers = new Closer()) {
            Map<String, List<TargetNames>> byTarget = resolvers(asking, host -> Optional.empty(), resolvers);
            byTarget.values().forEach(all -> all.forEach(names -> cancellation.whenCancelled(names::giveUp)));
            addresses = PeerNames.resolve(scenario, byTarget, budget);
        }
    }

    /** Returns the names with their addresses, by target. */
    Map<String, Map<String, List<IpNetwork>>> addresses() {
        return addresses;
    }

    void update(Map<String, Map<String, List<IpNetwork>>> now) {
        addresses = now;
    }

    /**
     * Returns resolvers that ask again while faults are armed, by target. They hold their namespaces themselves.
     *
     * @param closer closes the resolvers
     */
    Map<String, List<TargetNames>> resolvers(Collection<String> targets, Closer closer) throws IOException {
        return resolvers(targets, host -> questionPorts.of(host.namespace()), closer);
    }

    private Map<String, List<TargetNames>> resolvers(Collection<String> targets, Function<TargetHost, Optional<QuestionPort>> ports, Closer closer)
            throws IOException {
        Map<String, List<TargetNames>> resolvers = new LinkedHashMap<>();
        for (String target : targets) {
            List<TargetNames> own = new ArrayList<>();
            for (TargetHost host : found.apply(target)) {
                add(own, TargetNames.of(host, client, ports.apply(host)), closer);
            }
            for (HostRef host : paper.getOrDefault(target, List.of())) {
                add(own, TargetNames.ofNewNamespace(host.origin(), client), closer);
            }
            resolvers.put(target, own);
        }
        return resolvers;
    }

    private static void add(List<TargetNames> own, TargetNames names, Closer closer) {
        own.add(names);
        closer.add(names::close);
    }
}
