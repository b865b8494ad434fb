package io.nofin.plan;

import io.nofin.firewall.Rule;
import io.nofin.firewall.RuleSet;
import io.nofin.scenario.Direction;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects the faults of one namespace and renders its chains. Not thread-safe.
 *
 * <pre>
 *   POSTROUTING  1  -j NOFIN-run-out
 *   NOFIN-run-out   exemptions, neighbour discovery              -j RETURN
 *                   selector of fault 1                          -j NOFIN-run-1-out
 *   NOFIN-run-1-out -m set --match-set nofin-run-1-4 dst         -j verdict
 * </pre>
 *
 * The jump counts what the selector saw, the verdict what the open gate let through to the effect: both are told apart when
 * a fault matched nothing.
 */
final class HostPlanBuilder {

    private static final int FIRST_ND_TYPE = 133;       // router solicitation, RFC 4861
    private static final int LAST_ND_TYPE = 137;        // redirect

    private final RunId run;
    private final String scenario;
    private final HostRef host;
    private final HostFacts facts;
    private final Map<Integer, Gate> gates = new LinkedHashMap<>();
    private final Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    private final Map<IpFamily, List<Rule>> selectors = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, List<Rule>> verdicts = new EnumMap<>(IpFamily.class);

    HostPlanBuilder(RunId run, String scenario, HostRef host, HostFacts facts) {
        this.run = run;
        this.scenario = scenario;
        this.host = host;
        this.facts = facts;
    }

    /** Adds a fault; a second target in the same namespace only adds its peers. */
    void add(Gate gate, Direction direction, SelectorRules selector, Verdict verdict) {
        boolean known = gates.containsKey(gate.number());
        gates.merge(gate.number(), gate, Gate::joined);
        if (known) {
            return;
        }
        if (direction.includesOut()) {
            add(gate, verdict.out(), selector, verdict);
        }
        if (direction.includesIn()) {
            add(gate, verdict.in(), selector, verdict);
        }
    }

    HostPlan build() {
        return new HostPlan(host, run, facts, List.copyOf(gates.values()), rules(IpFamily.IPV4), rules(IpFamily.IPV6));
    }

    private void add(Gate gate, Hook hook, SelectorRules selector, Verdict verdict) {
        hooks.add(hook);
        String chain = gate.chain(hook.outgoing());
        for (IpFamily family : IpFamily.values()) {
            for (List<String> match : selector.matches(family, hook.outgoing())) {
                selectors.computeIfAbsent(family, any -> new ArrayList<>())
                    .add(new Rule(hook.table(), run.chain(hook.outgoing()), concat(match, List.of("-j", chain))));
            }
            verdicts.computeIfAbsent(family, any -> new ArrayList<>())
                .add(new Rule(hook.table(), chain, concat(
                    List.of("-m", "set", "--match-set", gate.set(family).name(), hook.peerEnd(),
                        "-m", "comment", "--comment", new RuleComment(gate.fault(), scenario).text()),
                    verdict.target(family, hook.outgoing(), facts.voidQueue()))));
        }
    }

    private RuleSet rules(IpFamily family) {
        List<Rule> jumps = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        for (Hook hook : hooks) {
            String chain = run.chain(hook.outgoing());
            exemptions(family, hook).forEach(match ->
                rules.add(new Rule(hook.table(), chain, concat(match, List.of("-j", "RETURN")))));
        }
        rules.addAll(selectors.getOrDefault(family, List.of()));
        for (Hook hook : hooks) {
            String chain = run.chain(hook.outgoing());
            if (rules.stream().anyMatch(rule -> rule.table() == hook.table() && rule.chain().equals(chain))) {   // none for ip6 in IPv4
                jumps.add(new Rule(hook.table(), hook.builtInChain(), List.of("-j", chain)));
            }
        }
        rules.addAll(verdicts.get(family));
        return new RuleSet(jumps, rules);
    }

    private List<List<String>> exemptions(IpFamily family, Hook hook) {
        List<List<String>> matches = new ArrayList<>();
        facts.exemptions().stream().filter(exemption -> exemption.family() == family)
            .forEach(exemption -> matches.add(exemption.match(hook.outgoing())));
        if (family == IpFamily.IPV6) {
            for (int type = FIRST_ND_TYPE; type <= LAST_ND_TYPE; type++) {
                matches.add(List.of("-p", "icmpv6", "-m", "icmp6", "--icmpv6-type", Integer.toString(type)));
            }
        }
        return matches;
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
