package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.config.HostConfig;
import io.nofin.config.HostConfigReader;
import io.nofin.plan.Exemption;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Protection;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NamespaceContainers;
import io.nofin.target.NamespaceContainers.Resident;
import io.nofin.target.TargetHost;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What keeps a run from harm: the limits of its scenario and those of its host, all of which hold. Immutable. Whether a namespace may
 * be faulted is a question to all containers in it, whatever name led there.
 */
final class SafetyLimits {

    private static final TargetSpec.DockerLabel PROTECTED = new TargetSpec.DockerLabel("nofin.io/protected=true");

    private final RunAuthority mandate;
    private final HostConfig config;
    private final Limits limits;
    private final List<Exemption> exemptions;

    private SafetyLimits(RunAuthority mandate, Limits limits, List<Exemption> exemptions) {
        this.mandate = mandate;
        this.config = mandate.config();
        this.limits = limits;
        this.exemptions = List.copyOf(exemptions);
    }

    /**
     * Asks for the names of what is protected.
     *
     * @throws BadValueException       when the scenario would last longer than this host allows
     * @throws TargetNotFoundException when one of the names is not known: what it means could not be protected
     */
    static SafetyLimits of(Scenario scenario, RunAuthority mandate) throws TargetNotFoundException {
        mandate.admit(scenario.length());
        List<Exemption> exemptions = new ArrayList<>();
        for (Protection protection : List.of(mandate.config().limits().protect(), scenario.limits().protect())) {
            exemptions.addAll(exemptions(protection));
        }
        return new SafetyLimits(mandate, scenario.limits(), exemptions);
    }

    RunAuthority mandate() {
        return mandate;
    }

    OutboundPolicy outreach() {
        return new OutboundPolicy(mandate.mayReachEverything(), exemptions);
    }

    /** Asks for the containers that matter. */
    NamespaceContainers residents() {
        return NamespaceContainers.now(this::matters);
    }

    /** Whether a container with such labels keeps others in its namespace from being faulted, or tells that they may be. */
    boolean matters(Map<String, String> labels) {
        return config.optInLabel().isPresent() || PROTECTED.isOf(labels);
    }

    /** What no fault may touch. */
    List<Exemption> exemptions() {
        return exemptions;
    }

    /** @throws TargetNotFoundException when a host may not be faulted, or nobody can tell whether it may */
    void admit(TargetHost host, NamespaceContainers residents) throws TargetNotFoundException {
        if (PROTECTED.isOf(host.labels())) {
            throw isProtected(host.origin());
        }
        Optional<String> unknown = residents.problem();
        if (unknown.isPresent()) {
            throw new TargetNotFoundException("whether " + host.origin() + " may be faulted cannot be told: " + unknown.get());
        }
        List<Resident> inside = residents.of(host.namespace());
        for (Resident resident : inside) {
            if (PROTECTED.isOf(resident.labels())) {
                throw resident.origin().equals(host.origin()) ? isProtected(host.origin()) : new TargetNotFoundException(
                    host.origin() + " shares its network with " + isProtected(resident.origin()).getMessage());
            }
        }
        Optional<TargetSpec.DockerLabel> needed = config.optInLabel().map(TargetSpec.DockerLabel::new);
        if (needed.isPresent()) {
            requireAll(host, inside, needed.get());
        }
    }

    private static void requireAll(TargetHost host, List<Resident> inside, TargetSpec.DockerLabel needed) throws TargetNotFoundException {
        Optional<Resident> without = inside.stream().filter(resident -> !needed.isOf(resident.labels())).findFirst();
        if (inside.isEmpty() || without.isPresent()) {
            boolean another = without.isPresent() && !without.get().origin().equals(host.origin());
            throw new TargetNotFoundException(host.origin() + (another ? " shares its network with " + without.get().origin() + ", which" : "")
                + " may not be faulted: " + HostConfigReader.FILE + " allows only containers with the label " + needed.label());
        }
    }

    private static TargetNotFoundException isProtected(String origin) {
        return new TargetNotFoundException(origin + " is protected by its label " + PROTECTED.label()
            + ": leave it out, or start it without that label");
    }

    /** @throws BadValueException when so many may not be faulted */
    void admit(int namespaces) {
        check(namespaces, limits, "the scenario");
        check(namespaces, config.limits(), HostConfigReader.FILE.toString());
    }

    /** @throws BadValueException when this host does not allow a run, or a firing by hand, to last so long */
    void admit(Duration length) {
        mandate.admit(length);
    }

    private static void check(int namespaces, Limits limits, String where) {
        if (limits.maxTargets().isPresent() && namespaces > limits.maxTargets().getAsInt()) {
            throw new BadValueException("the faults would hit " + namespaces + " namespaces, and max-targets in " + where + " is "
                + limits.maxTargets().getAsInt(), "name fewer targets, or raise it if that is meant");
        }
    }

    private static List<Exemption> exemptions(Protection protection) throws TargetNotFoundException {
        List<Exemption> exemptions = new ArrayList<>();
        for (Peer peer : protection.peers()) {
            if (peer instanceof Peer.Network network) {
                exemptions.add(new Exemption.Peer(network.network()));
            } else if (peer instanceof Peer.HostName name) {
                resolved(name).forEach(address -> exemptions.add(new Exemption.Peer(address)));
            }
        }
        if (!protection.ports().isEmpty()) {
            exemptions.add(new Exemption.Ports(protection.ports()));
        }
        return exemptions;
    }

    private static List<IpNetwork> resolved(Peer.HostName name) throws TargetNotFoundException {
        return PeerNames.findHere(name.name()).orElseThrow(() -> new TargetNotFoundException("protect.peers: '" + name
            + "' is no name this host can resolve, and what it means would not be protected: write its address, or take it out"));
    }
}
