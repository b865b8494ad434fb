package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetNotation;
import io.nofin.target.TargetNames;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Resolves every host name that is a peer, as programs in the fault's target would: two targets may resolve a name to different
 * addresses. A name may have many addresses of which each answer contains some, so it is queried for as long as answers bring new
 * ones.
 */
final class PeerNames {

    /** The number of equal answers in a row after which a name is taken to have fixed addresses. */
    private static final int ALIKE = 4;

    /**
     * The answers to await for each address. When each answer is one address chosen at random, the last one is missed in 0.25 % of
     * the cases: e to the power of -6.
     */
    private static final int ANSWERS_FOR_EACH_ADDRESS = 6;

    /** The most addresses of one name; further ones are ignored. */
    private static final int MOST_ADDRESSES = 1_024;
    private static final long LONGEST_NANOS = 3_000_000_000L;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private PeerNames() {
    }

    /**
     * Resolves names in all targets of the faults that have them: 10 s at most for the first answers, and 3 s for further ones.
     *
     * @param hosts the hosts of each target; the addresses that any of them finds count for all
     * @return the addresses of each name, by target
     * @throws TargetNotFoundException          when a target cannot resolve a name, or its name server does not answer in time
     * @throws io.nofin.unit.BadValueException when there are more addresses than the budget has for members of sets
     */
    static Map<String, Map<String, List<IpNetwork>>> resolve(Scenario scenario, Map<String, List<TargetNames>> hosts, Budget budget) throws IOException {
        Map<String, Map<String, List<IpNetwork>>> addresses = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        long count = 0;
        long began = System.nanoTime();
        for (Map.Entry<String, Fault> fault : scenario.selections().entrySet()) {
            for (String target : names(fault.getValue()).isEmpty() ? List.<String>of() : fault.getValue().targets()) {
                Map<String, List<IpNetwork>> known = addresses.computeIfAbsent(target, key -> new TreeMap<>());
                for (String name : names(fault.getValue())) {
                    requireTime(fault.getKey(), began);
                    List<IpNetwork> found = known.containsKey(name) ? known.get(name) : findAll(name, hosts.get(target), began + LONGEST_NANOS);
                    count += known.put(name, found) == null ? found.size() : 0;
                    budget.check(fault.getKey() + ".peers", Cost.MEMBERS, count);
                    if (found.isEmpty()) {
                        unknown.add(fault.getKey() + ".peers: '" + name + "' is neither a target of this scenario nor a name that "
                            + String.join(", ", hosts.get(target).stream().map(TargetNames::origin).toList())
                            + " can resolve: " + TargetNotation.remedy(name) + " there");
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new TargetNotFoundException(String.join("\n", unknown));
        }
        return addresses;
    }

    private static void requireTime(String place, long beganNanos) throws TargetNotFoundException {
        if (System.nanoTime() - beganNanos > LONGEST.toNanos()) {
            throw new TargetNotFoundException(place + ".peers: the name servers did not answer for all host names within " + LONGEST.toSeconds()
                + " s: name fewer, or addresses");
        }
    }

    /** Returns the host names among the peers of a fault. */
    static List<String> names(Fault fault) {
        return fault.selector().peers().stream().filter(Peer.HostName.class::isInstance).map(peer -> ((Peer.HostName) peer).name()).toList();
    }

    /**
     * Resolves the names again. An address that a name had once stays, since connections to it are still open, and a resolver that
     * returns some of many addresses would otherwise expose the rest. A name that is no longer known, or whose server does not
     * answer, keeps its addresses as well: the fault itself may hide it.
     *
     * @param hosts the hosts to resolve in; addresses in other targets stay
     * @param most  the number of addresses of all names together from which on no name is asked for
     * @return the addresses of all names, by target
     */
    static Map<String, Map<String, List<IpNetwork>>> again(Map<String, Map<String, List<IpNetwork>>> known, Map<String, List<TargetNames>> hosts, long most) {
        AtomicLong count = new AtomicLong(known.values().stream().flatMap(names -> names.values().stream()).mapToLong(List::size).sum());
        Map<String, Map<String, List<IpNetwork>>> addresses = new LinkedHashMap<>();
        known.forEach((target, names) -> {
            Map<String, List<IpNetwork>> now = new TreeMap<>(names);
            now.replaceAll((name, before) -> {
                Set<IpNetwork> all = new LinkedHashSet<>(before);
                hosts.getOrDefault(target, List.of()).stream().filter(host -> count.get() < most).forEach(host -> all.addAll(findPatiently(name, host)));
                List<IpNetwork> kept = all.stream().limit(Math.max(before.size(), MOST_ADDRESSES)).toList();
                count.addAndGet(kept.size() - before.size());
                return kept;
            });
            addresses.put(target, now);
        });
        return addresses;
    }

    private static List<IpNetwork> findPatiently(String name, TargetNames host) {
        try {
            return Thread.currentThread().isInterrupted() ? List.of() : find(name, host);
        } catch (IOException unanswered) {
            return List.of();
        }
    }

    /** Returns the addresses that all hosts of a target find, each queried until it has no new answers or the time is up. */
    private static List<IpNetwork> findAll(String name, List<TargetNames> hosts, long deadline) throws IOException {
        Set<IpNetwork> all = new LinkedHashSet<>();
        for (TargetNames host : hosts) {
            all.addAll(findAll(name, host, deadline));
        }
        return List.copyOf(all);
    }

    private static Set<IpNetwork> findAll(String name, TargetNames host, long deadline) throws IOException {
        Set<IpNetwork> all = new LinkedHashSet<>(find(name, host));
        int first = all.size();
        for (int nothingNew = 1; !all.isEmpty() && nothingNew < (all.size() == first ? ALIKE : ANSWERS_FOR_EACH_ADDRESS * all.size())
                && all.size() < MOST_ADDRESSES && System.nanoTime() - deadline < 0; nothingNew++) {
            if (all.addAll(find(name, host))) {
                nothingNew = 0;
            }
        }
        return all;
    }

    /** Returns the addresses in one answer; none when the host does not know the name. */
    private static List<IpNetwork> find(String name, TargetNames host) throws IOException {
        return networks(host.find(name)).orElse(List.of());
    }

    /** Returns the addresses in one answer of this host itself; empty when it cannot resolve the name. */
    static Optional<List<IpNetwork>> findHere(String name) {
        return networks(TargetNames.ofThisHost(name));
    }

    private static Optional<List<IpNetwork>> networks(Optional<List<InetAddress>> addresses) {
        return addresses.map(all -> all.stream().map(IpNetwork::of).distinct().toList());
    }
}
