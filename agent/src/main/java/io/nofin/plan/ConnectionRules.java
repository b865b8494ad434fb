package io.nofin.plan;

import io.nofin.firewall.Rule;
import io.nofin.firewall.Table;
import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Connections;
import io.nofin.scenario.Protocol;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules by which one fault chooses connections in one namespace. A connection is decided on by its first packet that meets the open
 * gate, and both its ends go into sets that outlast the packet. Connection tracking would not do: it forgets a connection whose
 * packets do not leave, and would decide again on each retransmitted SYN.
 *
 * <pre>
 *   NOFIN-run-1-out   gate open, not decided on yet                 -j NOFIN-run-1-pick
 *                     gate open, hit                                -j verdict
 *   NOFIN-run-1-pick  did not begin now, if only new ones are meant -g NOFIN-run-1-seen
 *                     the n-th of its round                         -g NOFIN-run-1-hit
 *                                                                   -g NOFIN-run-1-seen
 *   NOFIN-run-1-hit                                                 -g NOFIN-run-1-seen
 * </pre>
 *
 * Both directions share those chains, and so one sequence of connections. Each rule that hits has a counter of its own, which counts
 * only the connections that the rules before it have left: when connections begin on several processors at once, none can be hit
 * twice in place of another.
 */
record ConnectionRules(Gate gate, Connections connections, Protocol protocol, ConnectionSlots slots) {

    /** The two ends of a packet's flow: {@code -m set} takes them from the packet. */
    private static final List<String> ENDS = List.of("src,src,dst", "dst,dst,src");

    /** Returns the sets that the rules need, of both families. */
    static List<FlowSet> sets(Gate gate) {
        return Stream.of(IpFamily.values()).flatMap(family -> Stream.of(gate.hitConnections(family), gate.seenConnections(family))).toList();
    }

    /**
     * Returns, for each end, the rule in front of the verdict that sends a packet of an undecided connection to the chain that
     * decides.
     */
    List<List<String>> picking(IpFamily family) {
        return ENDS.stream().map(ends -> List.of("-m", "set", "!", "--match-set", gate.seenConnections(family).name(), ends, "-j", gate.connectionChain("pick")))
            .toList();
    }

    /** Returns what the verdict matches in addition to the gate. */
    List<String> chosen(IpFamily family) {
        return ENDS.stream().flatMap(ends -> Stream.of("-m", "set", "--match-set", gate.hitConnections(family).name(), ends)).toList();
    }

    /** Returns the chains that decide. */
    List<Rule> deciding(Table table, IpFamily family) {
        List<Rule> rules = new ArrayList<>();
        others().forEach(match -> rules.add(rule(table, "pick", match, "-g", gate.connectionChain("seen"))));
        if (slots.isAll()) {
            rules.add(rule(table, "pick", List.of(), "-g", gate.connectionChain("hit")));
        } else {
            for (int before = 0; before < slots.hit().size(); before++) {
                rules.add(rule(table, "pick", List.of("-m", "statistic", "--mode", "nth", "--every", Integer.toString(slots.round() - before),
                    "--packet", Integer.toString(slots.hit().get(before) - before)), "-g", gate.connectionChain("hit")));
            }
        }
        rules.add(rule(table, "pick", List.of(), "-g", gate.connectionChain("seen")));      // counts the connections that are spared
        for (String ends : ENDS) {
            rules.add(rule(table, "hit", List.of(), "-j", "SET", "--add-set", gate.hitConnections(family).name(), ends));
        }
        rules.add(rule(table, "hit", List.of(), "-g", gate.connectionChain("seen")));
        for (String ends : ENDS) {
            rules.add(rule(table, "seen", List.of(), "-j", "SET", "--add-set", gate.seenConnections(family).name(), ends));
        }
        return rules;
    }

    /**
     * Returns matches of the connections that are not chosen from, because of their age. TCP begins with a SYN, even where connection
     * tracking has not seen it. For UDP only connection tracking knows which flows existed: a flow that is not confirmed sends its
     * first packet.
     */
    private List<List<String>> others() {
        if (connections.state() == ConnectionState.ALL) {
            return List.of();
        }
        boolean fresh = connections.state() == ConnectionState.NEW;
        List<List<String>> matches = new ArrayList<>();
        if (protocol != Protocol.UDP) {
            matches.add(negated(fresh, List.of("-p", "tcp", "-m", "tcp"), List.of("--tcp-flags", "SYN", "SYN")));
        }
        if (protocol != Protocol.TCP) {
            matches.add(negated(!fresh, List.of("-p", "udp", "-m", "conntrack"), List.of("--ctstatus", "CONFIRMED")));
        }
        return matches;
    }

    private static List<String> negated(boolean not, List<String> match, List<String> option) {
        return Stream.of(match, not ? List.of("!") : List.<String>of(), option).flatMap(List::stream).toList();
    }

    private Rule rule(Table table, String part, List<String> match, String... target) {
        return new Rule(table, gate.connectionChain(part), Stream.concat(match.stream(), Stream.of(target)).toList());
    }
}
