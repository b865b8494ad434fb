package io.nofin.inject;

import io.nofin.firewall.CountedRule;
import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.netlink.netfilter.FlowSetState;
import io.nofin.plan.Gate;
import io.nofin.unit.IpFamily;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections that a fault on a share of them has decided on in one namespace.
 *
 * @param hit      the number that it hits
 * @param spared   the number that it spares, of those it was to choose from
 * @param ends     the ends of those that it hits, as the kernel holds them
 * @param complete whether these are all: of very many, the kernel forgets some
 */
public record ChosenConnections(long hit, long spared, Set<FlowSetState.End> ends, boolean complete) {

    public ChosenConnections {
        ends = Set.copyOf(ends);
    }

    /**
     * Reads what rules and sets say about a gate's fault.
     *
     * @param counted the rules of each family
     * @param sets    the sets of the namespace, by name
     */
    static ChosenConnections of(Gate gate, Collection<List<CountedRule>> counted, Map<String, FlowSetState> sets) {
        long hit = counted.stream().mapToLong(rules -> ofChain(rules, gate.connectionChain("hit")).stream().findFirst().orElse(0L)).sum();
        long spared = counted.stream().map(rules -> ofChain(rules, gate.connectionChain("pick")))
            .mapToLong(rules -> rules.isEmpty() ? 0 : rules.get(rules.size() - 1)).sum();
        Set<FlowSetState.End> ends = new HashSet<>();
        boolean complete = true;
        for (IpFamily family : IpFamily.values()) {
            FlowSetState set = sets.get(gate.hitConnections(family).name());
            complete &= set != null && set.ends().size() < FlowSet.SURE_MEMBERS;
            ends.addAll(set == null ? Set.of() : set.ends());
        }
        return new ChosenConnections(hit, spared, ends, complete);
    }

    /** Returns the sum of both. */
    public ChosenConnections plus(ChosenConnections before) {
        Set<FlowSetState.End> both = new HashSet<>(ends);
        both.addAll(before.ends);
        return new ChosenConnections(hit + before.hit, spared + before.spared, both, complete && before.complete);
    }

    /** Returns the packets of each rule of a chain. */
    private static List<Long> ofChain(List<CountedRule> rules, String chain) {
        return rules.stream().filter(rule -> rule.chain().equals(chain)).map(CountedRule::packets).toList();
    }
}
