package io.nofin.doctor;

import io.nofin.firewall.Rule;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.Table;
import io.nofin.plan.SelectorRules;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A match or target of iptables-extensions(8) that nofin's rules use, in a rule that tries it.
 *
 * @param module    its name for modprobe(8)
 * @param option    the kernel configuration option that has it
 * @param arguments the arguments of the rule
 */
record FirewallFeature(String name, String module, String option, Table table, String builtInChain, List<String> arguments) {

    static final String CHAIN = "NOFIN-doctor";

    /** Returns everything that the rules of a family use. */
    static List<FirewallFeature> all(IpFamily family, String set, int voidQueue) {
        boolean ipv4 = family == IpFamily.IPV4;
        String reject = ipv4 ? "ipt_REJECT" : "ip6t_REJECT";
        String rejectOption = ipv4 ? "CONFIG_IP_NF_TARGET_REJECT" : "CONFIG_IP6_NF_TARGET_REJECT";
        List<FirewallFeature> all = new ArrayList<>(List.of(
            match("set", "xt_set", "CONFIG_NETFILTER_XT_SET", "-m", "set", "--match-set", set, "dst"),
            match("comment", "xt_comment", "CONFIG_NETFILTER_XT_MATCH_COMMENT", "-m", "comment", "--comment", "nofin doctor"),
            new FirewallFeature("NFQUEUE", "xt_NFQUEUE", "CONFIG_NETFILTER_XT_TARGET_NFQUEUE", Table.MANGLE, "POSTROUTING",
                List.of("-j", "NFQUEUE", "--queue-num", Integer.toString(voidQueue))),
            new FirewallFeature("DROP", ipv4 ? "iptable_raw" : "ip6table_raw", ipv4 ? "CONFIG_IP_NF_RAW" : "CONFIG_IP6_NF_RAW",
                Table.RAW, "PREROUTING", List.of("-j", "DROP")),
            new FirewallFeature("REJECT tcp-reset", reject, rejectOption, Table.FILTER, "INPUT",
                List.of("-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset")),
            new FirewallFeature("REJECT icmp", reject, rejectOption, Table.FILTER, "OUTPUT",
                List.of("-j", "REJECT", "--reject-with", ipv4 ? "icmp-port-unreachable" : "icmp6-port-unreachable"))));
        SelectorRules.samples().forEach(sample -> all.add(match(sample)));
        if (!ipv4) {
            all.add(match("icmp6", "ip6_tables", "CONFIG_IP6_NF_IPTABLES",
                "-p", "icmpv6", "-m", "icmp6", "--icmpv6-type", "133"));
        }
        return all;
    }

    /** Returns the feature of a match, whose kernel module and option are named after it. */
    private static FirewallFeature match(List<String> sample) {
        String name = sample.get(sample.indexOf("-m") + 1);
        return match(name, "xt_" + name, "CONFIG_NETFILTER_XT_MATCH_" + name.toUpperCase(Locale.ROOT), sample.toArray(String[]::new));
    }

    private static FirewallFeature match(String name, String module, String option, String... match) {
        List<String> rule = new ArrayList<>(List.of(match));
        rule.addAll(List.of("-j", "RETURN"));
        return new FirewallFeature(name, module, option, Table.MANGLE, "POSTROUTING", rule);
    }

    /** Returns the rules that try all of {@code features} at once, in a chain reached from the same chains as nofin's own. */
    static RuleSet rules(String chain, List<FirewallFeature> features) {
        List<Rule> jumps = features.stream()
            .map(feature -> new Rule(feature.table, feature.builtInChain, List.of("-j", chain))).distinct().toList();
        return new RuleSet(jumps, features.stream().map(feature -> new Rule(feature.table, chain, feature.arguments)).toList());
    }
}
