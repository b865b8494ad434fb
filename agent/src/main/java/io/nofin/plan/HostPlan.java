package io.nofin.plan;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that one namespace gets. The engines that shape packets have to be there before {@link #arming} and until after
 * {@link #disarming}.
 *
 * @param gates    the gates of faults
 * @param triggers the waits for packets
 * @param flowSets the sets in which faults that choose connections keep them
 */
public record HostPlan(HostRef host, RunId run, HostFacts facts, List<Gate> gates, List<HostTrigger> triggers, List<FlowSet> flowSets, ShapingPlan shaping,
        RuleSet ipv4, RuleSet ipv6) {

    public HostPlan {
        gates = List.copyOf(gates);
        triggers = List.copyOf(triggers);
        flowSets = List.copyOf(flowSets);
    }

    /** Creates a plan without waits for packets, and without faults that choose connections. */
    public HostPlan(HostRef host, RunId run, HostFacts facts, List<Gate> gates, ShapingPlan shaping, RuleSet ipv4, RuleSet ipv6) {
        this(host, run, facts, gates, List.of(), List.of(), shaping, ipv4, ipv6);
    }

    /**
     * Returns this plan with gates that have other peers.
     *
     * @param others the gates of faults
     * @param waits  the gates in front of waits for packets, in their order
     */
    public HostPlan with(List<Gate> others, List<Gate> waits) {
        List<HostTrigger> moved = new ArrayList<>();
        for (HostTrigger trigger : triggers) {
            moved.add(new HostTrigger(trigger.step(), waits.get(moved.size()), trigger.queue(), trigger.packet()));
        }
        return new HostPlan(host, run, facts, others, moved, flowSets, shaping, ipv4, ipv6);
    }

    /** Returns the gates of faults, and those in front of waits for packets. */
    public List<Gate> allGates() {
        return Stream.concat(gates.stream(), triggers.stream().map(HostTrigger::gate)).toList();
    }

    /** Returns the families that get rules, IPv4 first: those in which faults have peers. */
    public List<IpFamily> families() {
        return facts.families().stream().filter(family -> !rules(family).isEmpty()).toList();
    }

    public RuleSet rules(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    public Iptables iptables(IpFamily family) {
        return new Iptables(facts.backEnd(family), family);
    }

    /** Returns the rules of all families that get some, IPv4 first, by what installs them. */
    public Map<Iptables, RuleSet> ruleSets() {
        Map<Iptables, RuleSet> ruleSets = new LinkedHashMap<>();
        families().forEach(family -> ruleSets.put(iptables(family), rules(family)));
        return ruleSets;
    }

    /** Returns the operations that arm the namespace with every gate closed, in order: those of {@link #sets}, and those of {@link #installing}. */
    public List<Operation> arming() {
        return Stream.concat(sets().stream(), installing().stream()).toList();
    }

    /** Returns the operations that make the sets, which rules name. */
    public List<Operation> sets() {
        List<Operation> operations = new ArrayList<>();
        for (Gate gate : allGates()) {
            for (IpFamily family : IpFamily.values()) {
                operations.add(new CreateSet(host, gate.set(family), gate.members(family).size()));
            }
        }
        flowSets.forEach(set -> operations.add(new CreateFlowSet(host, set)));
        return operations;
    }

    /** Returns the operations that install the rules. */
    public List<Operation> installing() {
        return families().stream().map(family -> (Operation) new InstallRules(host, run, iptables(family), rules(family))).toList();
    }

    /** Returns the operations that remove all of it again, in order. */
    public List<Operation> disarming() {
        List<Operation> operations = new ArrayList<>(arming());
        Collections.reverse(operations);
        return operations.stream().map(Operation::inverse).toList();
    }
}
