package io.nofin.doctor;

import io.nofin.firewall.FirewallException;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.Rule;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.Table;
import io.nofin.inject.FactFinder;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.List;

/** Installs what faults with {@code connections} need in addition: the set, and one rule with every match and target of theirs. */
record ConnectionsTrial(IpFamily family) implements Trial {

    static final String REMEDY = HostTrials.kernel("ip_set_hash_ipportip xt_set xt_statistic xt_conntrack nf_conntrack",
        "CONFIG_IP_SET_HASH_IPPORTIP, CONFIG_NETFILTER_XT_SET, CONFIG_NETFILTER_XT_MATCH_STATISTIC, CONFIG_NETFILTER_XT_MATCH_CONNTRACK");

    private static final FlowSet SET_4 = new FlowSet("nofin-doctor-4", IpFamily.IPV4);
    private static final FlowSet SET_6 = new FlowSet("nofin-doctor-6", IpFamily.IPV6);

    @Override
    public Outcome run() throws IOException {
        FlowSet set = family == IpFamily.IPV4 ? SET_4 : SET_6;
        try (NetworkNamespace here = NetworkNamespace.current(); NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            Iptables iptables = new Iptables(FactFinder.find(here, List.of()).backEnd(family), family);
            socket.request("ipset create " + FlowSet.TYPE, set.create());
            RuleSet rules = rules(set);
            iptables.restore(rules.install());
            iptables.restore(rules.remove());
            return Outcome.ok("");
        } catch (NetlinkException | FirewallException e) {
            return Outcome.limited("faults cannot have connections: " + e.getMessage(), REMEDY);
        }
    }

    private static RuleSet rules(FlowSet set) {
        Rule rule = new Rule(Table.MANGLE, FirewallFeature.CHAIN, List.of("-p", "udp", "-m", "conntrack", "--ctstatus", "CONFIRMED",
            "-m", "statistic", "--mode", "nth", "--every", "2", "--packet", "0", "-m", "length", "--length", "1:100",
            "-j", "SET", "--add-set", set.name(), "src,src,dst"));
        return new RuleSet(List.of(new Rule(Table.MANGLE, "POSTROUTING", List.of("-j", FirewallFeature.CHAIN))), List.of(rule));
    }
}
