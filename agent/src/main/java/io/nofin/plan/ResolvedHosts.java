package io.nofin.plan;

import io.nofin.scenario.Fault;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.Peer;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The hosts and addresses behind the names of a scenario.
 *
 * @param targets   the namespaces of every target and lab host
 * @param hostNames the addresses that every host name among the peers has for a target, by target and name
 * @param facts     the facts about the namespaces that get rules; a namespace that has gone has none, and remains a peer
 * @param newcomers namespaces that came while the run went on
 */
public record ResolvedHosts(
        Map<String, List<HostRef>> targets,
        Map<String, Map<String, List<IpNetwork>>> hostNames,
        Map<Path, HostFacts> facts,
        Set<Path> newcomers) {

    static final List<IpNetwork> EVERYONE =
        Stream.of(IpFamily.values()).flatMap(family -> IpNetwork.everyone(family).stream()).toList();

    /** Creates hosts that were all there from the start. */
    public ResolvedHosts(Map<String, List<HostRef>> targets, Map<String, Map<String, List<IpNetwork>>> hostNames, Map<Path, HostFacts> facts) {
        this(targets, hostNames, facts, Set.of());
    }

    /** Returns the hosts of a target that get a fault's rules. */
    public List<HostRef> under(Fault fault, String target) {
        return targets.get(target).stream().filter(host -> facts.containsKey(host.namespace()))
            .filter(host -> fault.onRestart() != OnRestart.FORGET || !newcomers.contains(host.namespace())).toList();
    }

    /** Returns the addresses that the peers of a fault on some target stand for. */
    List<IpNetwork> addresses(String on, List<Peer> peers) {
        List<IpNetwork> addresses = new ArrayList<>();
        for (Peer peer : peers) {
            if (peer instanceof Peer.Target target) {
                targets.get(target.name()).forEach(host -> addresses.addAll(host.addresses()));
            } else if (peer instanceof Peer.HostName host) {
                addresses.addAll(hostNames.get(on).get(host.name()));
            } else if (peer instanceof Peer.Network network && network.network().prefixLength() == 0) {
                addresses.addAll(IpNetwork.everyone(network.network().family()));
            } else if (peer instanceof Peer.Network network) {
                addresses.add(network.network());
            }
        }
        return addresses;
    }
}
