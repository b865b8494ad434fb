package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class IdleTablesTest {

    private static final String CAUSED = "iptables-nft -t mangle -A POSTROUTING -j ACCEPT; iptables-nft -t mangle -D POSTROUTING -j ACCEPT"
        + "; ip6tables-nft -t raw -A PREROUTING -j ACCEPT; ip6tables-nft -t raw -D PREROUTING -j ACCEPT";

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
    void removesThemFromBothFamiliesAtOnceAndNoOthers() throws IOException {
        Shell.in(namespace, CAUSED + "; iptables-nft -A INPUT -j ACCEPT; iptables-nft -D INPUT -j ACCEPT");

        remove();

        assertEquals("filter", tables());
        remove();
    }

    /** Removes the one idle chain that it is asked to remove, also from a table of somebody's own, made by nft, and no other chain. */
    @Test
    void removesAChainThatIsIdleAndNoOther() throws IOException {
        Shell.in(namespace, "nft add table ip filter; nft add chain ip filter mine '{ type filter hook input priority 0; }'"
            + "; nft add rule ip filter mine accept");
        String before = Shell.in(namespace, "nft list ruleset");
        Shell.in(namespace, "nft add chain ip filter INPUT '{ type filter hook input priority 0; }'"
            + "; nft add chain ip filter OUTPUT '{ type filter hook output priority 0; }'");

        remove();

        assertEquals("INPUT is gone", Shell.in(namespace, "nft list chain ip filter OUTPUT >/dev/null; nft list chain ip filter INPUT >/dev/null 2>&1"
            + " || echo INPUT is gone").strip());
        Shell.in(namespace, "nft delete chain ip filter OUTPUT");
        assertEquals(before, Shell.in(namespace, "nft list ruleset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add rule ip filter INPUT accept",
        "add chain ip filter INPUT { policy drop; }"})
    void leavesAChainInWhichSomethingIs(String something) throws IOException {
        Shell.in(namespace, "nft add table ip filter; nft add chain ip filter mine; nft add chain ip filter INPUT '{ type filter hook input priority 0; }'"
            + "; nft '" + something + "'");
        String before = Shell.in(namespace, "nft list ruleset");

        remove();

        assertEquals(before, Shell.in(namespace, "nft list ruleset"));
    }

    /** Every kind of thing that could be somebody's. */
    @ParameterizedTest
    @ValueSource(strings = {
        "iptables-nft -t mangle -A INPUT -s 192.0.2.1 -j ACCEPT",
        "iptables-nft -t mangle -N MINE",
        "iptables-nft -t mangle -P POSTROUTING DROP",
        "nft add set ip mangle mine '{ type ipv4_addr; }'",
        "nft add chain ip mangle mine '{ type filter hook input priority 7; }'",
        "nft add counter ip mangle mine"})
    void leavesATableInWhichSomethingIs(String something) throws IOException {
        Shell.in(namespace, CAUSED + "; " + something);
        String before = Shell.in(namespace, "nft list table ip mangle");

        remove();

        assertEquals("mangle", tables());
        assertEquals(before, Shell.in(namespace, "nft list table ip mangle"));
    }

    /** Somebody adds and removes rules all the time: one that is there is never lost. Adding one to a table that just goes may fail. */
    @Test
    void neverTakesARuleAlong() throws Exception {
        Shell.in(namespace, CAUSED);
        Thread remover = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    remove();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        remover.start();
        try {
            for (int round = 0; round < 100; round++) {
                Shell.in(namespace, "for i in 1 2 3 4 5 6 7 8 9; do iptables-nft -t mangle -A POSTROUTING -s 192.0.2.1 -j ACCEPT 2>/dev/null"
                    + " && exit 0; done; exit 1");
                Shell.in(namespace, "iptables-nft -t mangle -D POSTROUTING -s 192.0.2.1 -j ACCEPT");
            }
        } finally {
            remover.interrupt();
            remover.join();
        }
    }

    private void remove() throws IOException {
        try (NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER))) {
            List<IdleTables.Caused> caused = new ArrayList<>(List.of(new IdleTables.Caused(IpFamily.IPV4, "filter", "INPUT")));
            for (IpFamily family : IpFamily.values()) {
                Stream.of("mangle", "raw").map(table -> IdleTables.Caused.table(family, table)).forEach(caused::add);
            }
            new IdleTables(socket).remove(caused);
        }
    }

    private String tables() throws IOException {
        return Shell.in(namespace, "nft list tables | sed 's/.* //'").strip();
    }
}
