package io.nofin.inject;

import io.nofin.firewall.CountedRule;
import io.nofin.netlink.netfilter.FlowSetState;
import io.nofin.plan.Gate;
import io.nofin.plan.RuleComment;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The counts of rules, with the last counts of hosts that have left. A host may leave while another thread asks. */
final class CounterLedger {

    private final List<GateCount> left = new ArrayList<>();

    /** Remembers the counts of a host that is about to leave. */
    synchronized void leave(ArmedHost host) throws IOException {
        add(counts(host), left);
    }

    /** Remembers the counts of rules that are about to be made again; the engines that shape their packets stay, and count on. */
    synchronized void keep(ArmedHost host) throws IOException {
        add(counts(host).stream().map(GateCount::byRules).toList(), left);
    }

    /** Returns the counts for each gate and direction; a host that restarted is one. */
    synchronized List<GateCount> with(List<ArmedHost> hosts) throws IOException {
        List<GateCount> all = new ArrayList<>(left);
        for (ArmedHost host : hosts) {
            add(counts(host), all);
        }
        return all;
    }

    private static void add(List<GateCount> counts, List<GateCount> all) {
        for (GateCount count : counts) {
            Optional<GateCount> before = all.stream().filter(count::continues).findFirst();
            if (before.isPresent()) {
                all.set(all.indexOf(before.get()), count.plus(before.get()));
            } else {
                all.add(count);
            }
        }
    }

    private static List<GateCount> counts(ArmedHost host) throws IOException {
        List<GateCount> counts = new ArrayList<>();
        List<List<CountedRule>> counted = host.counted();
        Map<String, FlowSetState> sets = host.flowSets();
        for (Gate gate : host.plan().gates()) {
            Optional<ChosenConnections> chosen = host.plan().flowSets().contains(gate.hitConnections(IpFamily.IPV4))
                ? Optional.of(ChosenConnections.of(gate, counted, sets)) : Optional.empty();
            for (Side side : Direction.BOTH.sides()) {
                Optional<GateCount> count = count(gate, side, counted, host.shapers().shaped(gate.fault(), side), chosen);
                count.ifPresent(counts::add);
                chosen = count.isPresent() ? Optional.empty() : chosen;
            }
        }
        return counts;
    }

    private static Optional<GateCount> count(Gate gate, Side side, List<List<CountedRule>> counted, Optional<Shaped> shaped,
            Optional<ChosenConnections> chosen) {
        String chain = gate.chain(side);
        List<CountedRule> rules = counted.stream().flatMap(List::stream).toList();
        List<CountedRule> verdicts = rules.stream().filter(rule -> rule.chain().equals(chain) && RuleComment.isOn(rule)).toList();
        if (verdicts.isEmpty()) {
            return Optional.empty();
        }
        long seen = rules.stream().filter(rule -> rule.leadsTo(chain)).mapToLong(CountedRule::packets).sum();
        return Optional.of(new GateCount(gate, side, seen,
            verdicts.stream().mapToLong(CountedRule::packets).sum(),
            verdicts.stream().mapToLong(CountedRule::bytes).sum(), shaped, chosen));
    }
}
