package io.nofin.inject;

import io.nofin.firewall.Rule;
import io.nofin.firewall.SavedRules;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the rules that a plan asks for with those that are there. */
final class MissingRules {

    private static final String OWN = "NOFIN-";

    /** Targets behind which a packet goes on to the next rule; see iptables-extensions(8). */
    private static final Set<String> GO_ON = Set.of("AUDIT", "CHECKSUM", "CLASSIFY", "CONNMARK", "CONNSECMARK", "CT", "DSCP", "ECN", "HL", "HMARK",
        "IDLETIMER", "LED", "LOG", "MARK", "NFLOG", "NOTRACK", "RATEEST", "SECMARK", "SET", "TCPMSS", "TCPOPTSTRIP", "TEE", "TOS", "TRACE", "TTL");

    private final HostPlan plan;
    private final Map<String, Set<String>> found = new LinkedHashMap<>();     // what is missing, and the faults concerned

    private MissingRules(HostPlan plan) {
        this.plan = plan;
    }

    /** Returns descriptions of what is missing or in the way, each with the faults that it concerns. */
    static Map<String, Set<String>> of(HostPlan plan, Map<IpFamily, SavedRules> saved) {
        MissingRules missingRules = new MissingRules(plan);
        saved.forEach((family, rules) -> missingRules.compare(family, rules));
        return missingRules.found;
    }

    private void compare(IpFamily family, SavedRules saved) {
        String suffix = family == IpFamily.IPV4 ? " (IPv4)" : " (IPv6)";
        Map<List<String>, List<Rule>> chains = new LinkedHashMap<>();
        plan.rules(family).rules().forEach(rule ->
            chains.computeIfAbsent(List.of(rule.table().tableName(), rule.chain()), key -> new ArrayList<>()).add(rule));
        chains.forEach((chain, rules) -> {
            List<SavedRules.Entry> there = in(saved, chain.get(0), chain.get(1));
            List<String> asked = rules.stream().map(MissingRules::target).toList();
            List<String> targets = there.stream().map(entry -> entry.target().orElse("")).toList();
            if (!targets.equals(asked)) {
                lose((targets.isEmpty() ? "the rules of " : targets.size() < asked.size() ? "some rules of " : "the order of the rules of ")
                    + chain.get(1) + " in " + chain.get(0) + suffix, concerned(chain.get(1)));
            }
        });
        for (Rule jump : plan.rules(family).jumps()) {
            jump(jump, in(saved, jump.table().tableName(), jump.chain()), suffix);
        }
        for (Rule jump : plan.rules(family).lastJumps()) {
            if (in(saved, jump.table().tableName(), jump.chain()).stream().noneMatch(rule -> rule.target().filter(target(jump)::equals).isPresent())) {
                lose("the jump from the end of " + jump.chain() + " of " + jump.table().tableName() + suffix, all());
            }
        }
    }

    private void jump(Rule jump, List<SavedRules.Entry> builtIn, String suffix) {
        String where = jump.chain() + " of " + jump.table().tableName() + suffix;
        int at = 0;
        while (at < builtIn.size() && builtIn.get(at).target().filter(target(jump)::equals).isEmpty()) {
            at++;
        }
        if (at == builtIn.size()) {
            lose("the jump from " + where, all());
            return;
        }
        Optional<SavedRules.Entry> before = builtIn.subList(0, at).stream().filter(MissingRules::mayEnd).findFirst();
        before.ifPresent(rule -> lose("its place at the head of " + where + " to '" + rule.text() + "'", all()));
    }

    /** Returns whether packets may never reach the rules behind it. */
    private static boolean mayEnd(SavedRules.Entry rule) {
        return rule.target().filter(target -> !GO_ON.contains(target) && !target.startsWith(OWN)).isPresent();
    }

    private void lose(String what, Collection<String> faults) {
        found.computeIfAbsent(what, key -> new LinkedHashSet<>()).addAll(faults);
    }

    /** Returns the fault that a chain belongs to, or all faults if they share it. */
    private Collection<String> concerned(String chain) {
        List<String> owners = plan.gates().stream().filter(gate -> Stream.of(Side.values()).anyMatch(side -> chain.startsWith(gate.chain(side))))
            .map(Gate::fault).toList();
        return owners.isEmpty() ? all() : owners;
    }

    private List<String> all() {
        return plan.gates().stream().map(Gate::fault).toList();
    }

    private static List<SavedRules.Entry> in(SavedRules saved, String table, String chain) {
        return saved.entries().stream().filter(entry -> entry.table().equals(table) && entry.chain().equals(chain)).toList();
    }

    private static String target(Rule rule) {
        int jump = Math.max(rule.arguments().lastIndexOf("-j"), rule.arguments().lastIndexOf("-g"));
        return jump < 0 ? "" : rule.arguments().get(jump + 1);
    }
}
