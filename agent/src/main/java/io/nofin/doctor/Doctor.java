package io.nofin.doctor;

import io.nofin.firewall.BackEnd;
import io.nofin.netlink.route.RouteRequest;
import io.nofin.unit.IpFamily;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds out what this host can do for nofin by trying it, each kernel feature in a network namespace of its own that is gone
 * afterwards. What the trials make the kernel load, as any use of it would, stays loaded. May be used from any thread.
 */
public final class Doctor {

    private static final String NAMESPACE_REMEDY =
        "in a container, docker run --privileged; else boot a kernel with CONFIG_NET_NS";
    private static final String IPSET_REMEDY = HostTrials.kernel("ip_set_hash_net", "CONFIG_IP_SET, CONFIG_IP_SET_HASH_NET");
    private static final String DOCKER_REMEDY = "for targets in containers, start dockerd or set DOCKER_HOST";

    /** To add a check, add a line. */
    private static final List<Check> CHECKS = List.of(
        Check.needed("privileges", "capabilities to enter and change network namespaces", HostTrials.SUDO,
            HostTrials::capabilities),

        Check.needed("namespaces", "a network namespace of its own", NAMESPACE_REMEDY,
            new Sandbox(() -> Outcome.ok(""))),

        Check.needed("kernel", "ipset hash:net with timeout, IPv4", IPSET_REMEDY, new Sandbox(new IpSetTrial(IpFamily.IPV4))),
        Check.needed("kernel", "ipset hash:net with timeout, IPv6", IPSET_REMEDY, new Sandbox(new IpSetTrial(IpFamily.IPV6))),
        firewall(BackEnd.NFT, IpFamily.IPV4),
        firewall(BackEnd.NFT, IpFamily.IPV6),
        firewall(BackEnd.LEGACY, IpFamily.IPV4),
        firewall(BackEnd.LEGACY, IpFamily.IPV6),
        voidQueue(IpFamily.IPV4),
        voidQueue(IpFamily.IPV6),
        connections(IpFamily.IPV4),
        connections(IpFamily.IPV6),
        kind("sch_htb", List.of(), TrafficControl.htb(), "shaping uses the queue engine", "CONFIG_NET_SCH_HTB"),
        kind("sch_netem", List.of(), TrafficControl.netem(), "shaping uses the queue engine", "CONFIG_NET_SCH_NETEM"),
        kind("sch_prio", List.of(), TrafficControl.prio(), "no fault needs it", "CONFIG_NET_SCH_PRIO"),
        kind("ifb", List.of(), TrafficControl.ifb(), "no fault needs it", "CONFIG_IFB"),
        kind("cls_bpf", List.of(TrafficControl.htb()), TrafficControl.bpf(), "no fault needs it", "CONFIG_NET_CLS_BPF"),

        Check.needed("tools", "Java 17 or newer", "apt-get install openjdk-17-jre-headless", HostTrials::java),
        programs(BackEnd.NFT, IpFamily.IPV4),
        programs(BackEnd.NFT, IpFamily.IPV6),
        programs(BackEnd.LEGACY, IpFamily.IPV4),
        programs(BackEnd.LEGACY, IpFamily.IPV6),
        Check.useful("tools", "libpcap", "apt-get install libpcap0.8", HostTrials::libpcap),

        Check.useful("runtimes", "Docker", DOCKER_REMEDY, HostTrials::docker),
        Check.useful("runtimes", "ip netns", HostTrials.SUDO, () -> HostTrials.namedNamespaces(Path.of("/run/netns"))));

    private Doctor() {
    }

    /** Every check, in the order of the table, areas together. Takes about a second. */
    public static List<Finding> examine() {
        return CHECKS.stream().map(check -> check.examine(Check.PATIENCE)).toList();
    }

    private static Check firewall(BackEnd backEnd, IpFamily family) {
        return Check.needed("kernel", backEnd.program(family) + " rules", HostTrials.INSTALL_IPTABLES,
            new Sandbox(new FirewallTrial(backEnd, family)));
    }

    private static Check voidQueue(IpFamily family) {
        return Check.needed("kernel", "silent drop by an NFQUEUE nobody listens on, IPv" + family.version(),
            VoidQueueTrial.REMEDY, new Sandbox(new VoidQueueTrial(family)));
    }

    private static Check connections(IpFamily family) {
        return Check.useful("kernel", "faults on a share of connections, IPv" + family.version(), ConnectionsTrial.REMEDY,
            new Sandbox(new ConnectionsTrial(family)));
    }

    private static Check kind(String module, List<RouteRequest> on, RouteRequest wanted, String without, String option) {
        String remedy = HostTrials.kernel(module, option);
        return Check.useful("kernel", module, remedy, new Sandbox(new KindTrial(on, wanted, without, remedy)));
    }

    private static Check programs(BackEnd backEnd, IpFamily family) {
        return Check.needed("tools", backEnd.program(family), HostTrials.INSTALL_IPTABLES,
            () -> HostTrials.programs(backEnd, family));
    }
}
