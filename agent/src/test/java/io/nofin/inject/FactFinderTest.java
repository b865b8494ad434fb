package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.firewall.BackEnd;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.NfTables;
import io.nofin.plan.Exemption;
import io.nofin.plan.HostFacts;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts are found on a host that has both back ends of iptables and a kernel that has both, as native-scripts/test makes sure. */
@KernelTest
class FactFinderTest {

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
    void prefersNftWhereNothingIsInUse() throws IOException {
        assertBackEnds(BackEnd.NFT, BackEnd.NFT);
    }

    @Test
    void takesLegacyWhereOnlyThatHoldsTablesForEachFamilyOnItsOwn() throws IOException {
        Shell.in(namespace, "iptables-legacy -A INPUT -j ACCEPT");
        assertBackEnds(BackEnd.LEGACY, BackEnd.NFT);

        Shell.in(namespace, "ip6tables-legacy -A INPUT -j ACCEPT");
        assertBackEnds(BackEnd.LEGACY, BackEnd.LEGACY);
    }

    @Test
    void prefersNftWhereBothHoldTables() throws IOException {
        Shell.in(namespace, "iptables-legacy -A INPUT -j ACCEPT; iptables-nft -A INPUT -j ACCEPT");

        assertBackEnds(BackEnd.NFT, BackEnd.NFT);
    }

    @Test
    void changesNothing() throws IOException {
        FactFinder.find(namespace, List.of());

        assertEquals(List.of(), tables());
        assertEquals("", Shell.in(namespace, "cat /proc/self/net/ip_tables_names /proc/self/net/ip6_tables_names"));
    }

    @Test
    void agreesWithWhatIsFoundInANewNamespace() throws IOException {
        assertEquals(FactFinder.find(namespace, List.of()), FactFinder.ofNewNamespace());
    }

    @Test
    void passesExemptionsOn() throws IOException {
        Exemption ssh = new Exemption.Connection(IpNetwork.parse("10.0.0.1"), 22, IpNetwork.parse("10.0.0.2"), 51_000);

        assertEquals(List.of(ssh), FactFinder.find(namespace, List.of(ssh)).exemptions());
    }

    @Test
    void nobodyListensInANewNamespace() throws IOException {
        assertEquals(Set.of(), FactFinder.boundQueues(namespace));
        assertEquals(FactFinder.FAVOURITE_VOID_QUEUE, FactFinder.find(namespace, List.of()).voidQueue());
    }

    @Test
    void takesAQueueThatNobodyListensOn() throws IOException {
        try (NetlinkSocket listener = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER))) {
            listener.request("bind queue", bind(FactFinder.FAVOURITE_VOID_QUEUE));

            assertEquals(Set.of(FactFinder.FAVOURITE_VOID_QUEUE), FactFinder.boundQueues(namespace));
            assertEquals(FactFinder.FAVOURITE_VOID_QUEUE - 1, FactFinder.find(namespace, List.of()).voidQueue());
        }
        assertEquals(FactFinder.FAVOURITE_VOID_QUEUE, FactFinder.find(namespace, List.of()).voidQueue());
    }

    /** {@code NFQNL_MSG_CONFIG} with {@code NFQNL_CFG_CMD_BIND}; see linux/netfilter/nfnetlink_queue.h. */
    private static NetlinkRequest bind(int queue) {
        return new NetlinkRequest(0x0302, 0, out -> out.zeros(2).be16(queue).attribute(1, command -> command.u8(1).zeros(3)));
    }

    private List<String> tables() throws IOException {
        try (NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER))) {
            List<String> names = new ArrayList<>();
            for (IpFamily family : IpFamily.values()) {
                names.addAll(NfTables.names(socket.request("nft list tables", NfTables.list(family))));
            }
            return names;
        }
    }

    private void assertBackEnds(BackEnd ipv4, BackEnd ipv6) throws IOException {
        HostFacts facts = FactFinder.find(namespace, List.of());

        assertEquals(List.of(ipv4, ipv6), List.of(facts.ipv4(), facts.backEnd(IpFamily.IPV6)));
    }
}
