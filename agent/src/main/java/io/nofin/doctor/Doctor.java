package io.nofin.doctor;

import io.nofin.api.Finding;
import io.nofin.firewall.BackEnd;
import io.nofin.linux.IpFamilies;
import io.nofin.netlink.route.RouteRequest;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.ContainerRuntimes;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds out what this host can do for nofin by trying it, each kernel feature in a network namespace of its own that is gone
 * afterwards. Modules that the trials make the kernel load, as any use would, stay loaded. May be used from any thread.
 */
public final class Doctor {

    private static final String NAMESPACE_REMEDY =
        "in a container, docker run --privileged; otherwise boot a kernel with CONFIG_NET_NS";
    private static final String IPSET_REMEDY = HostTrials.kernel("ip_set_hash_net", "CONFIG_IP_SET, CONFIG_IP_SET_HASH_NET");
    private static final String IPV6_REMEDY = "for faults of IPv6, boot without ipv6.disable=1, and a kernel with CONFIG_IPV6";

    private Doctor() {
    }

    /** Returns every finding, in the order of the table, areas together. Takes about a second. */
    public static List<Finding> examine() {
        return checks(IpFamilies.ofKernel()).map(check -> check.examine(Check.PATIENCE)).toList();
    }

    /** Returns the table. To add a check, add a line; a check of an IP version is made once for each. */
    private static Stream<Check> checks(List<IpFamily> families) {
        return Stream.of(
            Stream.of(Check.needed("privileges", "capabilities to enter and change network namespaces", HostTrials.SUDO, HostTrials::capabilities)),
            Stream.of(Check.needed("namespaces", "a network namespace of its own", NAMESPACE_REMEDY, new Sandbox(() -> Outcome.ok("")))),

            Stream.of(Check.useful("kernel", "IPv6", IPV6_REMEDY, () -> ipv6(families))),
            families.stream().map(Doctor::sets),
            families.stream().map(family -> firewall(BackEnd.NFT, family)),
            families.stream().map(family -> firewall(BackEnd.LEGACY, family)),
            families.stream().map(Doctor::voidQueue),
            families.stream().map(Doctor::connections),
            Stream.of(
                kind("sch_htb", List.of(), TrafficControl.htb(), "nofin's queue engine shapes"),
                kind("sch_netem", List.of(), TrafficControl.netem(), "nofin's queue engine shapes"),
                kind("sch_prio", List.of(), TrafficControl.prio(), "no fault needs it"),
                kind("ifb", List.of(), TrafficControl.ifb(), "no fault needs it"),
                kind("cls_bpf", List.of(TrafficControl.htb()), TrafficControl.bpf(), "no fault needs it")),

            Stream.of(Check.needed("tools", "Java 17 or newer", "apt-get install openjdk-17-jre-headless", HostTrials::java)),
            families.stream().map(family -> programs(BackEnd.NFT, family)),
            families.stream().map(family -> programs(BackEnd.LEGACY, family)),
            Stream.of(Check.useful("tools", "libpcap", "apt-get install libpcap0.8", HostTrials::libpcap)),

            Stream.of(
                Check.needed("host", "configuration", HostTrials.VALIDATE, HostTrials::configuration),
                Check.needed("host", "kill switch", HostTrials.ALLOW, HostTrials::killSwitch)),

            ContainerRuntimes.all().stream().map(runtime ->
                Check.useful("runtimes", runtime.title(), runtime.remedy(), () -> HostTrials.containers(runtime))),
            Stream.of(Check.useful("runtimes", "ip netns", HostTrials.SUDO, () -> HostTrials.namedNamespaces(TargetSpec.Netns.NAMED)))).flatMap(Function.identity());
    }

    private static Outcome ipv6(List<IpFamily> families) {
        return families.contains(IpFamily.IPV6) ? Outcome.ok("") : Outcome.limited("this kernel has none: faults are for IPv4 only", IPV6_REMEDY);
    }

    private static Check sets(IpFamily family) {
        return Check.needed("kernel", "ipset hash:net with timeout, IPv" + family.version(), IPSET_REMEDY, new Sandbox(new IpSetTrial(family)));
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

    /** Makes a check for a kind without which everything works just as well, so that there is no remedy. */
    private static Check kind(String module, List<RouteRequest> on, RouteRequest wanted, String without) {
        return Check.useful("kernel", module, "", new Sandbox(new KindTrial(on, wanted, without, "")));
    }

    private static Check programs(BackEnd backEnd, IpFamily family) {
        return Check.needed("tools", backEnd.program(family), HostTrials.INSTALL_IPTABLES,
            () -> HostTrials.programs(backEnd, family));
    }
}
