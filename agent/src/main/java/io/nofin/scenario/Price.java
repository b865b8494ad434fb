package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/**
 * The resources that a scenario takes, counted before anything is built: a short text can ask for many, by {@code repeat}, or by
 * ports that are multiplied. All entrances check it. Counts above 2^63 - 1 are counted as that.
 */
public final class Price {

    private static final int FAMILIES = 2;              // IPv4 and IPv6 have rules and sets of their own
    private static final int PORT_PROTOCOLS = 2;        // TCP and UDP, each with rules of its own
    private static final int MULTIPORT_SLOTS = 15;      // XT_MULTI_PORTS; a range takes two
    private static final int CONNECTION_RULES = 12;     // at most, in addition to one for each slot; see ConnectionRules

    private final ToLongFunction<String> namespaces;
    private final ToLongBiFunction<String, String> addresses;
    private final List<Item> items = new ArrayList<>();

    /**
     * A resource that was counted.
     *
     * @param path the place in the scenario, for example {@code faults.cut}
     */
    public record Item(String path, Cost cost, long count) {
    }

    private Price(ToLongFunction<String> namespaces, ToLongBiFunction<String, String> addresses) {
        this.namespaces = namespaces;
        this.addresses = addresses;
    }

    /** Counts before targets are found, as if each had one namespace, and each host name one address. */
    public static Price of(Scenario scenario) {
        return of(scenario, name -> 1, (target, name) -> 1);
    }

    /**
     * Counts with the namespaces and addresses that were found.
     *
     * @param namespaces returns how many a target or lab host has
     * @param addresses  returns how many a host name has for a target, both in this order
     */
    public static Price of(Scenario scenario, ToLongFunction<String> namespaces, ToLongBiFunction<String, String> addresses) {
        Price price = new Price(namespaces, addresses);
        price.add("targets", Cost.TARGETS, scenario.targets().size());
        price.add("lab", Cost.LAB_HOSTS, scenario.lab().size());
        price.add("timeline", Cost.TURNS, turns(scenario.timeline()));
        price.add("protect", Cost.RULES_PER_HOST, exemptions(scenario.limits().protect()));
        price.add("faults", Cost.FAULTS, scenario.faults().size());
        price.addSelections(scenario.selections());
        price.add("probes", Cost.PROBES, scenario.probes().size());
        price.add("probes", Cost.CONNECTIONS, scenario.probes().values().stream().filter(probe -> probe.check() instanceof ProbeKind.Hold).count());
        price.add("probes", Cost.CALLBACKS, scenario.probes().values().stream().mapToLong(probe -> probe.callbacks().size()).sum());
        price.add("expect", Cost.EXPECTATIONS, scenario.expect().size());
        return price;
    }

    /** Returns all counts. */
    public List<Item> items() {
        return List.copyOf(items);
    }

    /** Returns the counts that exceed the budget, the first of each kind. */
    public List<Item> beyond(Budget budget) {
        Set<Cost> told = EnumSet.noneOf(Cost.class);
        return items.stream().filter(item -> item.count > budget.of(item.cost) && told.add(item.cost)).toList();
    }

    /** @throws BadValueException when a count exceeds the budget */
    public void check(Budget budget) {
        items.forEach(item -> budget.check(item.path, item.cost, item.count));
    }

    /** Returns how many times faults are fired in all. */
    static long turns(List<Step> timeline) {
        return timeline.stream().mapToLong(step -> times(step.times(), step.inject().size())).reduce(0, Price::sum);
    }

    private void addSelections(Map<String, Fault> selections) {
        long peers = 0;
        long members = 0;
        Map<String, Long> rules = new HashMap<>();
        for (Map.Entry<String, Fault> entry : selections.entrySet()) {
            Fault fault = entry.getValue();
            String path = entry.getKey();
            add(path, Cost.PEERS_PER_FAULT, fault.selector().peers().size());
            peers = sum(peers, fault.selector().peers().size());
            long own = rules(fault);
            add(path, Cost.RULES_PER_HOST, own);
            fault.targets().forEach(target -> rules.merge(target, own, Price::sum));
            for (Fault.Between between : fault.between()) {
                members = sum(members, between.on().stream()
                    .mapToLong(target -> times(members(target, between.peers()), namespaces.applyAsLong(target))).reduce(0, Price::sum));
            }
        }
        add("faults", Cost.PEERS, peers);
        add("faults", Cost.MEMBERS, members);
        add("faults", Cost.RULES_PER_HOST, rules.values().stream().mapToLong(Long::longValue).max().orElse(0));
        add("faults", Cost.RULES, rules.entrySet().stream()
            .mapToLong(entry -> times(entry.getValue(), namespaces.applyAsLong(entry.getKey()))).reduce(0, Price::sum));
    }

    /**
     * Counts set members in each namespace of a target. Any peer takes two networks of each family, a target two addresses for each
     * of its namespaces.
     */
    private long members(String target, List<Peer> peers) {
        return peers.isEmpty() ? 2L * FAMILIES : peers.stream().mapToLong(peer -> members(target, peer)).reduce(0, Price::sum);
    }

    private long members(String target, Peer peer) {
        if (peer instanceof Peer.HostName name) {
            return addresses.applyAsLong(target, name.name());
        }
        return peer instanceof Peer.Target other ? times(FAMILIES, namespaces.applyAsLong(other.name())) : 1;
    }

    /** Counts rules in one namespace, at most: those that select packets, and those after them that reach the verdict. */
    private static long rules(Fault fault) {
        Selector selector = fault.selector();
        long protocols = selector.protocol() != Protocol.ANY || !selector.hasTransport() ? 1 : selector.connections().isPresent() ? 2 : 3;
        long matches = times(times(protocols, groups(selector.ports())), times(groups(selector.localPorts()), groups(selector.remotePorts())));
        long deciding = selector.connections().map(share -> (long) CONNECTION_RULES + share.hits()).orElse(0L);
        long directions = selector.direction().sides().size();
        return times(FAMILIES, sum(times(directions, sum(matches, 1)), deciding));
    }

    /** Counts the rules in one namespace for what no fault may hit, when each host name has one address. */
    private static long exemptions(Protection protection) {
        long ports = protection.ports().isEmpty() ? 0 : times(FAMILIES * PORT_PROTOCOLS, groups(protection.ports()));
        return times(Side.values().length, sum(protection.peers().size(), ports));
    }

    private static long groups(PortSet ports) {
        return Math.max(1, ports.groups(MULTIPORT_SLOTS).size());
    }

    private void add(String path, Cost cost, long count) {
        items.add(new Item(path, cost, count));
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private static long times(long one, long other) {
        return one == 0 || other == 0 ? 0 : one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
    }
}
