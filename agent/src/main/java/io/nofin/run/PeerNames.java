package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
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

/**
 * Asks the agent's own resolver for every host name that is a peer. A name may stand for many addresses of which each answer has some: it
 * is asked for as long as answers bring new ones.
 */
final class PeerNames {

    /** How many answers in a row must be the same for a name to be taken for one that has always the same addresses. */
    private static final int ALIKE = 4;

    /** Of addresses that come by chance, one in each answer, the last one is missed then in 0.25 % of the cases: e to the power of -6. */
    private static final int ANSWERS_FOR_EACH_ADDRESS = 6;

    /** Of one name; those beyond are not known. */
    private static final int MOST_ADDRESSES = 1_024;
    private static final long LONGEST_NANOS = 3_000_000_000L;

    static {
        Security.setProperty("networkaddress.cache.ttl", "0");      // Java's own 30 s would hide what changes meanwhile
    }

    private PeerNames() {
    }

    static Map<String, List<IpNetwork>> resolve(Scenario scenario) throws TargetNotFoundException {
        Map<String, List<IpNetwork>> addresses = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            for (Peer peer : fault.getValue().selector().peers()) {
                if (peer instanceof Peer.HostName host && !addresses.containsKey(host.name())) {
                    Optional<List<IpNetwork>> found = findAll(host.name());
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
            find(name).orElse(List.of()).stream().filter(any -> all.size() < MOST_ADDRESSES).forEach(all::add);
            addresses.put(name, List.copyOf(all));
        });
        return addresses;
    }

    /** All addresses that it gives in a row of answers, 3 s at most; empty when this host cannot resolve it. */
    private static Optional<List<IpNetwork>> findAll(String name) {
        long start = System.nanoTime();
        Set<IpNetwork> all = new LinkedHashSet<>(find(name).orElse(List.of()));
        int first = all.size();
        for (int nothingNew = 1; !all.isEmpty() && nothingNew < (all.size() == first ? ALIKE : ANSWERS_FOR_EACH_ADDRESS * all.size())
                && all.size() < MOST_ADDRESSES && System.nanoTime() - start < LONGEST_NANOS; nothingNew++) {
            if (all.addAll(find(name).orElse(List.of()))) {
                nothingNew = 0;
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(all));
    }

    /** Its addresses in one answer; empty when this host cannot resolve it. */
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
