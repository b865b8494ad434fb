package io.nofin.run;

import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetNotFoundException;
import io.nofin.unit.IpNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the agent's own resolver for every host name that is a peer. */
final class PeerNames {

    static {
        Security.setProperty("networkaddress.cache.ttl", "1");      // seconds; Java's own 30 would hide what changes meanwhile
    }

    private PeerNames() {
    }

    static Map<String, List<IpNetwork>> resolve(Scenario scenario) throws TargetNotFoundException {
        Map<String, List<IpNetwork>> addresses = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            for (Peer peer : fault.getValue().selector().peers()) {
                if (peer instanceof Peer.HostName host && !addresses.containsKey(host.name())) {
                    Optional<List<IpNetwork>> found = find(host.name());
                    found.ifPresent(all -> addresses.put(host.name(), all));
                    if (found.isEmpty()) {
                        unknown.add("faults." + fault.getKey() + ".peers: '" + host.name() + "' is neither a target of this"
                            + " scenario nor a name this host can resolve: name a target, an address, or a name in DNS or /etc/hosts");
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new TargetNotFoundException(String.join("\n", unknown));
        }
        return addresses;
    }

    /**
     * Asks again. An address that a name had once stays: connections to it are still open, and a resolver that hands out some of
     * many would let the others out. So it does for a name that is not known any more: perhaps it is the fault that hides it.
     *
     * @return the addresses of all names
     */
    static Map<String, List<IpNetwork>> again(Map<String, List<IpNetwork>> known) {
        Map<String, List<IpNetwork>> addresses = new LinkedHashMap<>();
        known.forEach((name, before) -> {
            Set<IpNetwork> all = new LinkedHashSet<>(before);
            all.addAll(find(name).orElse(List.of()));
            addresses.put(name, List.copyOf(all));
        });
        return addresses;
    }

    /** Its addresses; empty when this host cannot resolve it. */
    static Optional<List<IpNetwork>> find(String name) {
        try {
            return Optional.of(addresses(name));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** All A and AAAA records. */
    private static List<IpNetwork> addresses(String name) throws UnknownHostException {
        List<IpNetwork> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(name)) {
            addresses.add(IpNetwork.of(address));
        }
        return addresses;
    }
}
