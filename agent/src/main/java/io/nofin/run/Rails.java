package io.nofin.run;

import io.nofin.plan.Exemption;
import io.nofin.scenario.HostConfig;
import io.nofin.scenario.HostConfigReader;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Protection;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNotFoundException;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps a run from harm: the limits of its scenario and those of its host, all of which hold. Immutable. */
final class Rails {

    private static final TargetSpec.DockerLabel PROTECTED = new TargetSpec.DockerLabel("nofin.io/protected=true");

    private final HostConfig config;
    private final Limits limits;
    private final List<Exemption> exemptions;

    private Rails(HostConfig config, Limits limits, List<Exemption> exemptions) {
        this.config = config;
        this.limits = limits;
        this.exemptions = List.copyOf(exemptions);
    }

    /**
     * Asks for the names of what is protected.
     *
     * @throws BadValueException       when the scenario would last longer than this host allows
     * @throws TargetNotFoundException when one of the names is not known: what it means could not be protected
     */
    static Rails of(Scenario scenario, HostConfig config) throws TargetNotFoundException {
        checkLength(scenario.length(), config);
        List<Exemption> exemptions = new ArrayList<>();
        for (Protection protection : List.of(config.limits().protect(), scenario.limits().protect())) {
            exemptions.addAll(exemptions(protection));
        }
        return new Rails(config, scenario.limits(), exemptions);
    }

    /** What no fault may touch. */
    List<Exemption> exemptions() {
        return exemptions;
    }

    /** @throws TargetNotFoundException when a host may not be faulted */
    void admit(TargetHost host) throws TargetNotFoundException {
        if (PROTECTED.isOf(host.labels())) {
            throw new TargetNotFoundException(host.origin() + " is protected by its label " + PROTECTED.label()
                + ": leave it out, or start it without that label");
        }
        Optional<String> needed = config.optInLabel();
        if (needed.isPresent() && !new TargetSpec.DockerLabel(needed.get()).isOf(host.labels())) {
            throw new TargetNotFoundException(host.origin() + " may not be faulted: " + HostConfigReader.FILE
                + " allows only containers with the label " + needed.get());
        }
    }

    /** @throws BadValueException when so many may not be faulted */
    void admit(int namespaces) {
        check(namespaces, limits, "the scenario");
        check(namespaces, config.limits(), HostConfigReader.FILE.toString());
    }

    /** @throws BadValueException when this host does not allow a run, or a firing by hand, to last so long */
    void admit(Duration length) {
        checkLength(length, config);
    }

    private static void checkLength(Duration length, HostConfig config) {
        config.limits().maxDuration().filter(longest -> length.compareTo(longest) > 0).ifPresent(longest -> {
            throw new BadValueException("the run would last " + Durations.format(length) + ", and this host allows "
                + Durations.format(longest), "make the timeline shorter, or change max-duration in " + HostConfigReader.FILE);
        });
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
        return PeerNames.find(name.name()).orElseThrow(() -> new TargetNotFoundException("protect.peers: '" + name
            + "' is no name this host can resolve, and what it means would not be protected: write its address, or take it out"));
    }
}
