package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.config.HostConfig;
import io.nofin.plan.Exemption;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Protection;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Side;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NamespaceContainers;
import io.nofin.target.NamespaceContainers.Resident;
import io.nofin.target.TargetHost;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits of a scenario and of its host, which all apply. Immutable. Whether a namespace may be faulted is decided by all
 * containers in it, whatever name led there.
 */
final class SafetyLimits {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final TargetSpec.DockerLabel PROTECTED = new TargetSpec.DockerLabel("nofin.io/protected=true");

    private final RunAuthority authority;
    private final HostConfig config;
    private final Limits limits;
    private final List<Exemption> exemptions;

    private SafetyLimits(RunAuthority authority, Limits limits, List<Exemption> exemptions) {
        this.authority = authority;
        this.config = authority.config();
        this.limits = limits;
        this.exemptions = List.copyOf(exemptions);
    }

    /**
     * Combines the limits, and resolves the names of protected peers.
     *
     * @throws BadValueException       when the scenario would last longer than this host allows, or protects more than it may have rules for
     * @throws TargetNotFoundException when a name cannot be resolved in time, since its addresses could not be protected
     */
    static SafetyLimits of(Scenario scenario, RunAuthority authority) throws TargetNotFoundException {
        authority.admit(scenario.length());
        List<Exemption> own = exemptions(scenario.limits().protect());
        authority.config().budget().check("protect", Cost.RULES_PER_HOST, own.stream().mapToLong(SafetyLimits::rules).sum());
        List<Exemption> exemptions = new ArrayList<>(exemptions(authority.config().limits().protect()));
        exemptions.addAll(own);
        return new SafetyLimits(authority, scenario.limits(), exemptions);
    }

    RunAuthority authority() {
        return authority;
    }

    OutboundPolicy outboundPolicy() {
        return new OutboundPolicy(authority.mayReachEverything(), exemptions);
    }

    /** Queries the containers that matter. */
    NamespaceContainers residents() {
        return NamespaceContainers.now(this::matters);
    }

    /** Tells whether a container with these labels forbids faults on others in its namespace, or permits them. */
    boolean matters(Map<String, String> labels) {
        return config.optInLabel().isPresent() || PROTECTED.isOf(labels);
    }

    /** Returns the addresses that no fault may hit. */
    List<Exemption> exemptions() {
        return exemptions;
    }

    /**
     * Checks that a host may be faulted.
     *
     * @throws TargetNotFoundException when it may not be, or when that is unknown
     */
    void admit(TargetHost host, NamespaceContainers residents) throws TargetNotFoundException {
        if (PROTECTED.isOf(host.labels())) {
            throw isProtected(host.origin());
        }
        Optional<String> unknown = residents.problem();
        if (unknown.isPresent()) {
            throw new TargetNotFoundException("whether " + host.origin() + " may be faulted is unknown: " + unknown.get());
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

    private void requireAll(TargetHost host, List<Resident> inside, TargetSpec.DockerLabel needed) throws TargetNotFoundException {
        Optional<Resident> without = inside.stream().filter(resident -> !needed.isOf(resident.labels())).findFirst();
        if (inside.isEmpty() || without.isPresent()) {
            boolean another = without.isPresent() && !without.get().origin().equals(host.origin());
            throw new TargetNotFoundException(host.origin() + (another ? " shares its network with " + without.get().origin() + ", which" : "")
                + " may not be faulted: " + config.file() + " allows only containers with the label " + needed.label());
        }
    }

    private static TargetNotFoundException isProtected(String origin) {
        return new TargetNotFoundException(origin + " is protected by its label " + PROTECTED.label()
            + ": leave it out, or start it without that label");
    }

    /**
     * Checks the number of faulted namespaces.
     *
     * @throws BadValueException when there are more than allowed
     */
    void admit(int namespaces) {
        check(namespaces, limits, "the scenario");
        check(namespaces, config.limits(), config.file().toString());
    }

    /**
     * Checks that a run may last so long.
     *
     * @throws BadValueException when this host does not allow a run, or a firing, of that length
     */
    void admit(Duration length) {
        authority.admit(length);
    }

    private static void check(int namespaces, Limits limits, String where) {
        if (limits.maxTargets().isPresent() && namespaces > limits.maxTargets().getAsInt()) {
            throw new BadValueException("the faults would hit " + namespaces + " namespaces, and max-targets in " + where + " is "
                + limits.maxTargets().getAsInt(), "name fewer targets, or raise it if that is intended");
        }
    }

    private static List<Exemption> exemptions(Protection protection) throws TargetNotFoundException {
        List<Exemption> exemptions = new ArrayList<>();
        long began = System.nanoTime();
        for (Peer peer : protection.peers()) {
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new TargetNotFoundException("protect.peers: this host could not resolve all names within " + LONGEST.toSeconds() + " s: write addresses");
            }
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

    /** Counts the rules of an exemption in one namespace. */
    private static long rules(Exemption exemption) {
        return Stream.of(IpFamily.values()).flatMap(family -> Stream.of(Side.values()).map(side -> exemption.matches(family, side))).mapToLong(List::size).sum();
    }

    private static List<IpNetwork> resolved(Peer.HostName name) throws TargetNotFoundException {
        return PeerNames.findHere(name.name()).orElseThrow(() -> new TargetNotFoundException("protect.peers: '" + name
            + "' cannot be resolved by this host, so it would not be protected: write its address, or remove it"));
    }
}
