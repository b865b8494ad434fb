package io.nofin.run;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import io.nofin.target.Targets;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether the named namespaces and the processes of a run are the ones that were found. The kernel sends no event when they
 * go, and an open namespace keeps the far ends of its veth pairs alive. Not thread-safe.
 */
final class NamespaceLiveness {

    private final RunHosts runHosts;
    private final Map<String, TargetSpec> targets = new LinkedHashMap<>();
    private final Set<String> peers;

    NamespaceLiveness(Scenario scenario, RunHosts runHosts) {
        this.runHosts = runHosts;
        this.peers = scenario.faults().values().stream().flatMap(NamespaceLiveness::peers).collect(Collectors.toSet());
        scenario.targets().forEach((name, target) -> {
            if (target.file().isPresent()) {
                targets.put(name, target);
            }
        });
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    /** Returns the hosts whose name or process is gone, or means another namespace. */
    List<TargetHost> gone() {
        List<TargetHost> gone = new ArrayList<>();
        targets.forEach((name, target) -> runHosts.target(name).stream()
            .filter(host -> !id(target).equals(Optional.of(host.namespace().id()))).forEach(gone::add));
        return gone;
    }

    /**
     * Returns the namespaces whose name is in use again, opened; the caller closes them. A process number that is in use again is
     * another process, and is left out.
     */
    Map<String, TargetHost> back() {
        Map<String, TargetHost> back = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            if (target.kind() != TargetKind.PID && runHosts.target(name).isEmpty() && id(target).isPresent()) {
                try {
                    back.put(name, Targets.all().resolve(name, target).get(0));
                } catch (IOException e) {
                    // being created right now, or gone again
                }
            }
        });
        return back;
    }

    /** Returns the hosts whose addresses faults depend on and whose addresses have changed, opened; the caller closes them. */
    Map<String, TargetHost> moved() {
        Map<String, TargetHost> moved = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            if (peers.contains(name) && runHosts.target(name).stream().anyMatch(NamespaceLiveness::hasMoved)) {
                try {
                    moved.put(name, Targets.all().resolve(name, target).get(0));
                } catch (IOException e) {
                    // disappearing right now
                }
            }
        });
        return moved;
    }

    private static boolean hasMoved(TargetHost host) {
        try {
            List<IpNetwork> now = NamespaceInspector.inspect(host.label(), host.origin(), host.namespace()).addresses();
            return !Set.copyOf(now).equals(Set.copyOf(host.addresses()));
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<String> peers(Fault fault) {
        return fault.between().stream().flatMap(between -> between.peers().stream())
            .flatMap(peer -> peer instanceof Peer.Target target ? Stream.of(target.name()) : Stream.empty());
    }

    private static Optional<NetworkNamespace.Id> id(TargetSpec target) {
        try {
            return Optional.of(NetworkNamespace.Id.of(target.file().orElseThrow()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
