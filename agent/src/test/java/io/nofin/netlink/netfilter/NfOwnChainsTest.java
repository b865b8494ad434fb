package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.testing.Hex;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes were recorded from nft 1.0.6 with strace; sequence and port id set to 0. Little-endian. */
@KernelTest
class NfOwnChainsTest {

    private static final String OURS = "iptables-nft-restore --noflush <<'END'\n*mangle\n:NOFIN-in - [0:0]\n:NOFIN-1-in - [0:0]\n"
        + "-A NOFIN-1-in -m comment --comment \"cut of x\" -j DROP\n-A NOFIN-in -j NOFIN-1-in\n-I INPUT 1 -j NOFIN-in\nCOMMIT\nEND\n"
        + "ip6tables-nft -N NOFIN-out; ip6tables-nft -A OUTPUT -g NOFIN-out";

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
    void deletesAsNftDoes() throws MalformedMessageException {
        NfRule jump = new NfRule(IpFamily.IPV4, "mangle", "INPUT", 4, Set.of(), Optional.empty(), Optional.empty(), 0, 0);
        NfChain chain = new NfChain(IpFamily.IPV4, "mangle", "NOFIN-abcdef-in", false, 0);
        String recorded = """
            # nft 'delete rule ip mangle INPUT handle 4; flush chain ip mangle NOFIN-abcdef-in; delete chain ip mangle NOFIN-abcdef-in'
            1c000000 1000 0100 00000000 00000000        # NFNL_MSG_BATCH_BEGIN, REQUEST
              00 00 000a                                #   AF_UNSPEC, version 0, NFNL_SUBSYS_NFTABLES
              0800 0100 00000007                        #   NFNL_BATCH_GENID 7 (the tool: none)
            38000000 080a 0100 00000000 00000000        # NFT_MSG_DELRULE
              02 00 0000 0b00 0100 6d616e676c6500 00    #   AF_INET, NFTA_RULE_TABLE "mangle"
              0a00 0200 494e50555400 0000               #   NFTA_RULE_CHAIN "INPUT"
              0c00 0300 0000000000000004                #   NFTA_RULE_HANDLE 4
            34000000 080a 0100 00000000 00000000        # NFT_MSG_DELRULE
              02 00 0000 0b00 0100 6d616e676c6500 00
              1400 0200 4e4f46494e2d6162636465662d696e00
            34000000 050a 0501 00000000 00000000        # NFT_MSG_DELCHAIN, REQUEST|ACK|NONREC (the tool: REQUEST)
              02 00 0000 0b00 0100 6d616e676c6500 00    #   NFTA_CHAIN_TABLE "mangle"
              1400 0300 4e4f46494e2d6162636465662d696e00
            14000000 1100 0100 00000000 00000000        # NFNL_MSG_BATCH_END
              00 00 000a
            """;
        List<NetlinkRequest> batch = NfTransaction.batch(7, List.of(jump.deletion(), NfRule.flush(chain), chain.deletion()));

        byte[] bytes = new byte[0];
        for (NetlinkRequest request : batch) {
            byte[] one = request.encode(0, 0);
            byte[] both = Arrays.copyOf(bytes, bytes.length + one.length);
            System.arraycopy(one, 0, both, bytes.length, one.length);
            bytes = both;
        }
        assertArrayEquals(Hex.parse(recorded), bytes);
    }

    @Test
    void readsARule() throws MalformedMessageException {
        String recorded = """
            02 00 0002 0b00 0100 6d616e676c6500 00          # AF_INET, NFTA_RULE_TABLE "mangle"
            0a00 0200 494e50555400 0000                     # NFTA_RULE_CHAIN "INPUT"
            0c00 0300 0000000000000004                      # NFTA_RULE_HANDLE 4
            7400 0400                                       # NFTA_RULE_EXPRESSIONS
              2c00 0100 0c00 0100 636f756e74657200          #   "counter"
                1c00 0200 0c00 0100 0000000000000054 0c00 0200 0000000000000002
              4400 0100 0e00 0100 696d6d65646961746500 0000 #   "immediate"
                3000 0200 0800 0100 00000000                #     NFT_REG_VERDICT
                  2400 0200 2000 0200 0800 0100 fffffffd    #     NFT_JUMP
                    1400 0200 4e4f46494e2d6162636465662d696e00
            """;

        assertEquals(Optional.of(new NfRule(IpFamily.IPV4, "mangle", "INPUT", 4, Set.of("NOFIN-abcdef-in"), Optional.of("NOFIN-abcdef-in"), Optional.empty(), 2, 84)),
            NfRule.parse(new NetlinkMessage(0x0a06, Hex.parse(recorded))));
        assertEquals(Optional.empty(), NfRule.parse(new NetlinkMessage(0x0a06, Hex.parse("01 00 0002 0c00 0300 0000000000000004"))), "of inet");
    }

    @Test
    void asksForTheRulesOfATable() {
        assertArrayEquals(Hex.parse("20000000 070a 0103 00000000 00000000  02 00 0000  0b00 0100 6d616e676c6500 00"),
            NfRule.list(IpFamily.IPV4, "mangle", Optional.empty()).encode(0, 0));
        assertArrayEquals(Hex.parse("14000000 100a 0100 00000000 00000000  00 00 0000"), NfGeneration.request().encode(0, 0));
    }

    @Test
    void removesThemWithTheJumpsToThemAndNothingElse() throws IOException {
        Shell.in(namespace, "iptables-nft -t mangle -A INPUT -s 192.0.2.1 -m comment --comment 'NOFIN-in' -j ACCEPT; nft add table inet NOFIN-in"
            + "; nft add chain inet NOFIN-in NOFIN-in; ip6tables-nft -A OUTPUT -d 2001:db8::1 -j ACCEPT");
        String before = state();
        Shell.in(namespace, OURS + "; iptables-nft -t mangle -A INPUT -s 192.0.2.1 -m comment --comment \"$(printf 'x\\n-A INPUT')\" -j NOFIN-in");

        assertEquals(3, remove());

        assertEquals(before, state());
        assertEquals(0, remove());
    }

    @Test
    void readsTheirCommentsAndCounts() throws IOException {
        Shell.in(namespace, OURS);
        try (NetlinkSocket socket = socket()) {
            List<NfRule> rules = new NfOwnChains(socket, name -> name.startsWith("NOFIN-")).rules();

            assertEquals(2, rules.size(), rules.toString());
            assertEquals(List.of("cut of x"), rules.stream().flatMap(rule -> rule.comment().stream()).toList());
        }
    }

    /** Removes nothing where a verdict map refers to one of nofin's chains, as only the map's owner can change it. */
    @Test
    void removesNothingWhereSomethingElseRefersToOne() throws IOException {
        Shell.in(namespace, OURS + "; nft add map ip mangle mine '{ type ipv4_addr : verdict; elements = { 192.0.2.1 : jump NOFIN-in } }'");
        String before = state();

        IOException refused = assertThrows(IOException.class, this::remove);

        assertTrue(refused.getMessage().contains("something else refers to nofin's chains"), refused.getMessage());
        assertEquals(before, state());
    }

    private int remove() throws IOException {
        try (NetlinkSocket socket = socket()) {
            return new NfOwnChains(socket, name -> name.startsWith("NOFIN-")).remove();
        }
    }

    private NetlinkSocket socket() throws IOException {
        return namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    private String state() throws IOException {
        return Shell.in(namespace, "nft list ruleset | grep -v 'hook\\|^$\\|{$\\|}$'; nft list tables; iptables-nft-save | grep '^-'; ip6tables-nft-save | grep '^-'");
    }
}
