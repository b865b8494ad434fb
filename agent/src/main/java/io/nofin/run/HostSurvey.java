package io.nofin.run;

import io.nofin.api.NetemUnavailableException;
import io.nofin.inject.FactFinder;
import io.nofin.inject.NetemKernel;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Exemption;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The facts about the namespaces that get rules, by the path under which the plan knows them. Closing it gives back the ports
 * that questions for names are asked from. Not thread-safe.
 */
final class HostSurvey implements AutoCloseable {

    private final SafetyLimits safetyLimits;
    private final Optional<NetemKernel> netem;
    private final QuestionPorts questionPorts;
    private final Map<Path, HostFacts> facts = new HashMap<>();

    private HostSurvey(SafetyLimits safetyLimits, Optional<NetemKernel> netem, QuestionPorts questionPorts) {
        this.safetyLimits = safetyLimits;
        this.netem = netem;
        this.questionPorts = questionPorts;
    }

    /** Creates a survey without facts. It looks for netem only where the scenario shapes. */
    static HostSurvey of(Scenario scenario, SafetyLimits safetyLimits) throws IOException {
        return new HostSurvey(safetyLimits, scenario.shapes() ? Optional.of(NetemKernel.probe()) : Optional.empty(), QuestionPorts.of(scenario));
    }

    /** Adds the facts about a namespace that will be made. */
    void foresee(Path path) throws IOException {
        facts.put(path, (netem.isPresent() ? FactFinder.ofNewNamespace(netem.get()) : FactFinder.ofNewNamespace())
            .exempting(safetyLimits.exemptions()).exempting(questionPorts.foreseen()));
    }

    /**
     * Finds the facts about a host's namespace, unless they are known.
     *
     * @param isMachine whether the namespace is that of this machine, where the connections by which people reach it are exempt
     */
    void inspect(Path path, TargetHost host, boolean isMachine) throws IOException {
        if (!facts.containsKey(path)) {
            List<Exemption> exemptions = isMachine ? ways(host) : List.of();
            HostFacts found = netem.isPresent()
                ? FactFinder.find(host.namespace(), exemptions, netem.get()) : FactFinder.find(host.namespace(), exemptions);
            facts.put(path, found.exempting(safetyLimits.exemptions()).exempting(questionPorts.take(host.namespace())));
        }
    }

    /** Returns the connections by which people reach the machine. */
    private List<Exemption> ways(TargetHost host) throws IOException {
        return Stream.concat(safetyLimits.authority().sessions().stream(), SshServer.exemptions(host.namespace()).stream()).distinct().toList();
    }

    /**
     * Checks that a fault has the engine that it insists on.
     *
     * @param place the place of the fault in the scenario
     * @throws NetemUnavailableException when the fault insists on netem, and one of the hosts has none for it
     */
    void requireNetem(String place, Fault fault, List<HostRef> hosts) throws NetemUnavailableException {
        if (fault.shaping().filter(shaping -> shaping.engine() == Engine.NETEM).isPresent()) {
            for (HostRef host : hosts) {
                Optional<String> missing = Optional.ofNullable(facts.get(host.namespace())).flatMap(HostFacts::shaping)
                    .flatMap(shapes -> shapes.netem().missing());
                if (missing.isPresent()) {
                    throw new NetemUnavailableException(place + ".engine: netem cannot be used in " + host.label() + ": " + missing.get());
                }
            }
        }
    }

    void forgetAllBut(Map<Path, NetworkNamespace> present) {
        facts.keySet().retainAll(present.keySet());
        questionPorts.giveBackAllBut(present.values());
    }

    QuestionPorts questionPorts() {
        return questionPorts;
    }

    boolean knows(Path path) {
        return facts.containsKey(path);
    }

    Map<Path, HostFacts> facts() {
        return Map.copyOf(facts);
    }

    @Override
    public void close() {
        questionPorts.close();
    }
}
