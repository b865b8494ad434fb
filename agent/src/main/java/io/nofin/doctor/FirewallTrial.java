package io.nofin.doctor;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.FirewallException;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import io.nofin.inject.FactFinder;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.plan.HostFacts;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Installs rules with every match and target of nofin's by iptables-restore(8), and removes them again; when that fails, tries each
 * on its own to find the culprit. A failure of the back end that nofin would use here means a missing feature, a failure of the other
 * a limit.
 */
record FirewallTrial(BackEnd backEnd, IpFamily family) implements Trial {

    private static final String SET = "nofin-doctor";

    @Override
    public Outcome run() throws IOException {
        Iptables iptables = new Iptables(backEnd, family);
        if (!iptables.isInstalled()) {
            return Outcome.limited("not tried: " + backEnd.program(family) + " is not installed", HostTrials.INSTALL_IPTABLES);
        }
        HostFacts facts = facts();      // before the trial leaves tables that would change nofin's choice
        List<FirewallFeature> features = FirewallFeature.all(family, SET, facts.voidQueue());
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            socket.request("ipset create hash:net", new IpSet(SET, family).create(0));
        }
        try {
            installAndRemove(iptables, FirewallFeature.CHAIN, features);
            return Outcome.ok(joined(features, FirewallFeature::name, ", "));
        } catch (FirewallException e) {
            Outcome outcome = explain(e, broken(iptables, features));
            return facts.backEnd(family) == backEnd ? outcome : Outcome.limited(outcome.detail()
                + ": nofin uses " + facts.backEnd(family).program(family) + " here", outcome.remedy());
        }
    }

    private static HostFacts facts() throws IOException {
        try (NetworkNamespace here = NetworkNamespace.current()) {
            return FactFinder.find(here, List.of());
        }
    }

    private static void installAndRemove(Iptables iptables, String chain, List<FirewallFeature> features) throws IOException {
        RuleSet rules = FirewallFeature.rules(chain, features);
        iptables.restore(rules.install());
        iptables.restore(rules.remove());
    }

    /**
     * Returns the features that fail, each tried in a chain of its own: tables that the failed trial did change still have its chains
     * and jumps.
     */
    private static List<FirewallFeature> broken(Iptables iptables, List<FirewallFeature> features) throws IOException {
        List<FirewallFeature> broken = new ArrayList<>();
        for (FirewallFeature feature : features) {
            try {
                installAndRemove(iptables, FirewallFeature.CHAIN + features.indexOf(feature), List.of(feature));
            } catch (FirewallException e) {
                broken.add(feature);
            }
        }
        return broken;
    }

    /** Explains a failure. When not even one rule gets in, the tables are missing, not the features that the rules name. */
    private Outcome explain(FirewallException failure, List<FirewallFeature> broken) {
        if (broken.isEmpty() || broken.size() == FirewallFeature.all(family, SET, 0).size()) {
            return Outcome.missing(failure.getMessage(), tablesRemedy());
        }
        return Outcome.missing("refuses " + joined(broken, FirewallFeature::name, ", ") + ": " + failure.getMessage(),
            HostTrials.kernel(joined(broken, FirewallFeature::module, " "), joined(broken, FirewallFeature::option, ", ")));
    }

    private String tablesRemedy() {
        boolean ipv4 = family == IpFamily.IPV4;
        if (backEnd == BackEnd.NFT) {
            return HostTrials.kernel("nf_tables nft_compat",
                "CONFIG_NF_TABLES, CONFIG_NF_TABLES_IPV" + family.version() + ", CONFIG_NFT_COMPAT");
        }
        return ipv4
            ? HostTrials.kernel("iptable_raw iptable_mangle iptable_filter",
                "CONFIG_IP_NF_RAW, CONFIG_IP_NF_MANGLE, CONFIG_IP_NF_FILTER")
            : HostTrials.kernel("ip6table_raw ip6table_mangle ip6table_filter",
                "CONFIG_IP6_NF_RAW, CONFIG_IP6_NF_MANGLE, CONFIG_IP6_NF_FILTER");
    }

    private static String joined(List<FirewallFeature> features, Function<FirewallFeature, String> part, String separator) {
        return features.stream().map(part).distinct().collect(Collectors.joining(separator));
    }
}
