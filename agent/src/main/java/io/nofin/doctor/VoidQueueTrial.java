package io.nofin.doctor;

import io.nofin.api.UnsupportedHostException;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.Rule;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.SavedRules;
import io.nofin.firewall.Table;
import io.nofin.inject.FactFinder;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.SetLinkUp;
import io.nofin.plan.HostFacts;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;

/**
 * Sends datagrams over loopback into a queue that nobody listens on: they must vanish without an error for the sender. Before and
 * after, the same datagrams must arrive.
 */
record VoidQueueTrial(IpFamily family) implements Trial {

    static final String REMEDY = HostTrials.kernel("nfnetlink_queue xt_NFQUEUE",
        "CONFIG_NETFILTER_NETLINK_QUEUE, CONFIG_NETFILTER_XT_TARGET_NFQUEUE");
    private static final int PATIENCE_MS = 200;
    private static final int DATAGRAMS = 2;             // a connected socket reports the first one's ICMP error at the second

    @Override
    public Outcome run() throws IOException {
        try (NetworkNamespace here = NetworkNamespace.current(); RouteSocket route = RouteSocket.open()) {
            route.execute(new SetLinkUp(route.link("lo")));
            return vanish(FactFinder.find(here, List.of()));
        } catch (UnsupportedHostException e) {
            return Outcome.limited("not tried: " + e.getMessage(), HostTrials.INSTALL_IPTABLES);
        }
    }

    private Outcome vanish(HostFacts facts) throws IOException {
        if (!loopbackWorks()) {
            return Outcome.missing("datagrams over loopback do not arrive even without a rule", family == IpFamily.IPV4
                ? "boot a kernel with CONFIG_INET" : "sysctl net.ipv6.conf.all.disable_ipv6=0, or boot a kernel with CONFIG_IPV6");
        }
        Iptables iptables = new Iptables(facts.backEnd(family), family);
        RuleSet rules = rules(facts.voidQueue());
        iptables.restore(rules.install());
        boolean arrived = datagramsArrive();
        long matched = matched(iptables.save());
        iptables.restore(rules.remove());
        if (arrived || matched < DATAGRAMS) {
            return Outcome.missing("datagrams " + (arrived ? "arrive nevertheless" : "do not reach the rule")
                + ": matched=" + matched, REMEDY);
        }
        return datagramsArrive() ? Outcome.ok("") : Outcome.missing("datagrams vanish even when the rule is gone", REMEDY);
    }

    private static RuleSet rules(int voidQueue) {
        String chain = FirewallFeature.CHAIN;
        return new RuleSet(List.of(new Rule(Table.MANGLE, "POSTROUTING", List.of("-j", chain))),
            List.of(new Rule(Table.MANGLE, chain,
                List.of("-o", "lo", "-p", "udp", "-j", "NFQUEUE", "--queue-num", Integer.toString(voidQueue)))));
    }

    private static long matched(SavedRules saved) {
        return saved.entries().stream().filter(entry -> entry.chain().equals(FirewallFeature.CHAIN))
            .mapToLong(SavedRules.Entry::packets).sum();
    }

    private boolean loopbackWorks() {
        try {
            return datagramsArrive();
        } catch (IOException e) {
            return false;               // the family does not exist, or is switched off
        }
    }

    /** Returns whether any of several datagrams arrives. */
    private boolean datagramsArrive() throws IOException {
        InetAddress loopback = InetAddress.getByName(family == IpFamily.IPV4 ? "127.0.0.1" : "::1");
        try (DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(loopback, 0));
                DatagramSocket sender = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
            sender.connect(receiver.getLocalSocketAddress());
            for (int count = 0; count < DATAGRAMS; count++) {
                send(sender);
            }
            receiver.setSoTimeout(PATIENCE_MS);
            receiver.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void send(DatagramSocket sender) throws IOException {
        try {
            sender.send(new DatagramPacket(new byte[1], 1));
        } catch (IOException e) {
            throw new IOException("the sender gets an error: " + e.getMessage(), e);
        }
    }
}
