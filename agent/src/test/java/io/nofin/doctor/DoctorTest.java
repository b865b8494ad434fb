package io.nofin.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.route.RouteRequest;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The doctor, called from a namespace of the test's own, so that whatever it left there would show. */
@KernelTest
class DoctorTest {

    private static final Map<String, String> TRIED_WITH_TC = Map.of(
        "sch_htb", "tc qdisc add dev lo root htb",
        "sch_netem", "tc qdisc add dev lo root netem limit 1",
        "sch_prio", "tc qdisc add dev lo root prio",
        "ifb", "ip link add name ifb9 type ifb",
        "cls_bpf", "tc qdisc add dev lo root handle 1: htb && tc filter add dev lo parent 1: bpf bytecode '1,6 0 0 0' flowid 1:1");

    private NetworkNamespace namespace;

    @BeforeEach
    void makeNamespace() throws IOException {
        namespace = NetworkNamespace.create();
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void findsAllThatIsNeededOnATestHost() throws IOException {
        List<Finding> findings = namespace.call(Doctor::examine);

        assertEquals(List.of(), findings.stream().filter(finding -> finding.state() == State.MISSING).toList());
        assertEquals(List.of("privileges", "namespaces", "kernel", "tools", "host", "runtimes"),
            findings.stream().map(Finding::area).distinct().toList());
        assertTrue(findings.stream().filter(finding -> finding.state() == State.LIMITED)
            .allMatch(finding -> TRIED_WITH_TC.containsKey(finding.feature()) || finding.area().equals("runtimes")),
            findings.toString());
    }

    @Test
    void saysOfTrafficControlWhatTcAndIpSay() throws IOException {
        List<Finding> findings = namespace.call(Doctor::examine);

        for (Map.Entry<String, String> tried : TRIED_WITH_TC.entrySet()) {
            Finding finding = findings.stream().filter(any -> any.feature().equals(tried.getKey())).findFirst().orElseThrow();
            assertEquals(worksInANewNamespace(tried.getValue()) ? State.OK : State.LIMITED, finding.state(), finding.toString());
        }
    }

    @Test
    void leavesNothing() throws IOException {
        namespace.call(Doctor::examine);            // loads classes and libraries, which keep files open
        String before = seen();
        long heldBefore = namespacesHeld();

        namespace.call(Doctor::examine);

        assertEquals(before, seen());
        assertEquals(heldBefore, namespacesHeld());
    }

    @Test
    void tellsAKernelWithoutIpv6FromOneWithoutQueues() throws IOException {
        Shell.in(namespace, "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6");

        assertEquals(Outcome.missing("datagrams over loopback do not arrive even without a rule",
            "sysctl net.ipv6.conf.all.disable_ipv6=0, or boot a kernel with CONFIG_IPV6"),
            namespace.call(new VoidQueueTrial(IpFamily.IPV6)::run));
        assertEquals(Outcome.ok(""), namespace.call(new VoidQueueTrial(IpFamily.IPV4)::run));
    }

    @Test
    void saysOfAClassifierWhoseQdiscIsMissingThatItWasNotTried() throws IOException {
        RouteRequest unknown = new TrafficControl("tc qdisc add dev nowhere root htb",
            new NetlinkRequest(TrafficControl.htb().request().type(), 0, out -> out.zeros(20)));

        assertEquals("not tried: tc qdisc add dev nowhere root htb: ENODEV: No such device",
            namespace.call(new KindTrial(List.of(unknown), TrafficControl.bpf(), "never mind", "none")::run).detail());
    }

    private static boolean worksInANewNamespace(String command) throws IOException {
        try (NetworkNamespace fresh = NetworkNamespace.create()) {
            return Shell.in(fresh, "(" + command + ") >/dev/null 2>&1 && echo yes || echo no").equals("yes\n");
        }
    }

    private String seen() throws IOException {
        return Shell.in(namespace, "ip link; tc qdisc; ipset list; cat /proc/net/netfilter/nfnetlink_queue;"
            + " for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done; ls /run/netns 2>&1 || true");
    }

    /** Returns how many of this process's descriptors are network namespaces. */
    private static long namespacesHeld() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(DoctorTest::isNamespace).count();
        }
    }

    private static boolean isNamespace(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("net:[");
        } catch (IOException e) {
            return false;               // the one that lists the directory
        }
    }
}
