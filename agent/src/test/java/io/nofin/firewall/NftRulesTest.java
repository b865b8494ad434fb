package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.NfNewRules;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.netlink.netfilter.NfRuleset;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernel and iptables-save show the same, byte for byte, of rules that came over netlink and of those that iptables-nft-restore has
 * put into another namespace.
 */
@KernelTest
class NftRulesTest {

    private static final String CHAIN = "NOFIN-abcdef-out";
    private static final int HANDLE_OF_CHAIN = 2;
    private static final int HANDLE_OF_RULE = 3;
    private static final int POSITION_OF_RULE = 6;

    /** Every match, target and option that nofin's rules have, once at least; each may be in mangle but for REJECT. */
    private static final List<String> BOTH = List.of(
        "", "-j ACCEPT", "-j DROP", "-j RETURN", "-j NOFIN-abcdef-1-out", "-g NOFIN-abcdef-1-out",
        "-o lo -j RETURN", "! -o lo -j RETURN", "! -o eth0.100 -p tcp -j RETURN", "-o eth+ -j RETURN", "-o fifteenletters1 -j RETURN",
        "-p tcp", "-p udp", "-p sctp", "-p esp", "-p 47",
        "-p tcp -m tcp --sport 22 --dport 40000", "-p tcp -m tcp --dport 80", "-p tcp -m tcp --sport 80",
        "-p tcp -m tcp --tcp-flags RST RST -j RETURN", "-p tcp -m tcp ! --tcp-flags SYN SYN", "-p tcp -m tcp --tcp-flags SYN SYN",
        "-p tcp -m multiport --ports 1,2:3,65535", "-p udp -m multiport --sports 53", "-p sctp -m multiport --dports 0:65535,7",
        "-p tcp -m multiport --ports 1,2,3,4,5,6,7,8,9,10,11,12,13,14:15 -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15",
        "-m length --length 100", "-m length --length 100:65535 -j DROP",
        "-m bpf --bytecode '1,6 0 0 65535'", "-m bpf --bytecode '5,48 0 0 0,84 0 0 240,21 0 1 64,6 0 0 4294967295,6 0 0 0'",
        "-m mark --mark 0x80000000/0x80000000 -j RETURN", "-m mark ! --mark 0x0/0x1f000000", "-m mark --mark 0x0/0x20000000",
        "-m conntrack ! --ctstatus CONFIRMED", "-p udp -m conntrack --ctstatus CONFIRMED", "-m conntrack --ctstate SNAT",
        "-m conntrack --ctstate SNAT --ctdir ORIGINAL", "-m conntrack --ctstate DNAT --ctdir REPLY",
        "-m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type MULTICAST", "-m addrtype --src-type LOCAL",
        "-m addrtype ! --dst-type MULTICAST", "-m mark ! --mark 0x0/0x70000000 -p tcp -m mark --mark 0x0/0x20000000 -m addrtype --src-type LOCAL",
        "-m statistic --mode nth --every 10 --packet 3", "-m statistic --mode nth --every 1 --packet 0 -g NOFIN-abcdef-1-out",
        "-m set --match-set nets dst", "-m set ! --match-set flows src,src,dst", "-m set --match-set nets src -m set --match-set flows dst,dst,src",
        "-m comment --comment 'cut of x'", "-m comment --comment 'größe \"☃\" 😀 \\'", "-m comment --comment ''",
        "-j NFQUEUE --queue-num 60999", "-j NFQUEUE --queue-num 0 --queue-bypass",
        "-j MARK --or-mark 0x20000000", "-j MARK --set-xmark 0x0/0xff000000", "-j CLASSIFY --set-class 6e6f:1",
        "-j SET --add-set flows src,src,dst");

    private static final List<String> IPV4 = List.of("-p icmp", "-p igmp", "-p icmp -m icmp --icmp-type 3",
        "-d 10.0.0.2", "-s 10.0.0.1 -d 10.0.0.2/32 -p tcp -m tcp --sport 22 --dport 4000", "-d 10.0.0.0/8", "-s 10.128.0.0/9", "-d 10.16.0.0/12",
        "-d 10.1.0.0/16", "-s 10.1.2.0/24", "-d 10.1.2.2/31 -p udp", "-m addrtype ! --dst-type BROADCAST,MULTICAST");

    private static final List<String> IPV6 = List.of("-p icmpv6", "-p icmpv6 -m icmp6 --icmpv6-type 133", "-p icmpv6 -m icmp6 --icmpv6-type 1",
        "-d fd00::2", "-s fd00::1/128 -d fd00::2/128 -p tcp -m tcp --sport 22 --dport 4000", "-d fd00::/8", "-p tcp -d fe80::/10", "-s 2001:db8::/33",
        "-s 2001:db8::/127");

    /** The matches that iptables-nft from 1.8.8 on puts otherwise. */
    private static final List<String> OTHERWISE = List.of("-m tcp", "-m mark");

    private final NetworkNamespace[] namespaces = new NetworkNamespace[2];

    @BeforeEach
    void makeNamespaces() throws IOException {
        for (int each = 0; each < 2; each++) {
            namespaces[each] = NetworkNamespace.create();
            Shell.in(namespaces[each], "for f in inet inet6; do ipset create other-$f hash:ip family $f; ipset create nets-$f hash:net timeout 0 family $f"
                + "; ipset create flows-$f hash:ip,port,ip family $f; done");
        }
    }

    @AfterEach
    void removeNamespaces() {
        List.of(namespaces).forEach(NetworkNamespace::close);
    }

    static Stream<Arguments> rules() {
        return Stream.of(IpFamily.values()).flatMap(family -> Stream.of(
            Stream.concat(BOTH.stream(), (family == IpFamily.IPV4 ? IPV4 : IPV6).stream()).map(words -> Arguments.of(family, Table.MANGLE, "POSTROUTING", words)),
            (family == IpFamily.IPV4 ? rejections4() : rejections6()).map(words -> Arguments.of(family, Table.FILTER, "INPUT", words)),
            Stream.of(Arguments.of(family, Table.RAW, "PREROUTING", "-i lo"), Arguments.of(family, Table.RAW, "PREROUTING", "! -i eth0"),
                Arguments.of(family, Table.MANGLE, "OUTPUT", "-j ACCEPT"), Arguments.of(family, Table.MANGLE, "INPUT", "-i lo"),
                Arguments.of(family, Table.MANGLE, "FORWARD", "-j ACCEPT"), Arguments.of(family, Table.FILTER, "OUTPUT", "-j ACCEPT")))
            .flatMap(one -> one));
    }

    private static Stream<String> rejections4() {
        return Stream.of("-p tcp -j REJECT --reject-with tcp-reset", "-j REJECT --reject-with icmp-net-unreachable", "-j REJECT --reject-with icmp-host-unreachable",
            "-j REJECT --reject-with icmp-port-unreachable", "-j REJECT --reject-with icmp-proto-unreachable", "-j REJECT --reject-with icmp-net-prohibited",
            "-j REJECT --reject-with icmp-host-prohibited", "-j REJECT --reject-with icmp-admin-prohibited");
    }

    private static Stream<String> rejections6() {
        return Stream.of("-p tcp -j REJECT --reject-with tcp-reset", "-j REJECT --reject-with icmp6-no-route", "-j REJECT --reject-with icmp6-adm-prohibited",
            "-j REJECT --reject-with icmp6-addr-unreachable", "-j REJECT --reject-with icmp6-port-unreachable", "-j REJECT --reject-with icmp6-policy-fail",
            "-j REJECT --reject-with icmp6-reject-route");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isWhatIptablesMakesOfIt(IpFamily family, Table table, String builtIn, String words) throws Exception {
        RuleSet rules = new RuleSet(List.of(new Rule(table, builtIn, List.of("-j", CHAIN)), new Rule(table, builtIn, List.of("-m", "length", "--length", "1", "-j", CHAIN))),
            List.of(new Rule(table, CHAIN, arguments(family, words)), new Rule(table, CHAIN, List.of("-j", "RETURN")),
                new Rule(table, "NOFIN-abcdef-1-out", List.of("-j", "RETURN"))));

        byIptables(family, rules);
        byNetlink(family, rules);

        assertEquals(saved(namespaces[0], family), saved(namespaces[1], family));
        if (OTHERWISE.stream().noneMatch(words::contains)) {
            assertEquals(dumped(namespaces[0]), dumped(namespaces[1]));
        }
    }

    /** The struct is what iptables-nft 1.8.7 sends; newer ones send expressions of nf_tables, which it cannot read. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        -m tcp --sport 22 --dport 40000    | 16001600409c409c0000000000000000
        -m tcp --dport 80                  | 0000ffff500050000000000000000000
        -m tcp ! --tcp-flags SYN SYN       | 0000ffff0000ffff0002020400000000
        -m tcp --tcp-flags RST RST         | 0000ffff0000ffff0004040000000000
        -m mark --mark 0x80000000/0x80000000 | 00000080000000800000000000000000
        -m mark ! --mark 0x0/0x1f000000    | 000000000000001f0100000000000000""")
    void isWhatAllVersionsOfIptablesRead(String words, String struct) throws Exception {
        try (NetlinkSocket socket = socket(namespaces[1])) {
            NftRule rule = NftRule.of(List.of(words.split(" ")), new NftRules(socket, IpFamily.IPV4, new RuleSet(List.of(), List.of())));

            assertEquals(struct, HexFormat.of().formatHex(rule.steps().get(0).extension().orElseThrow().struct()));
        }
    }

    @Test
    void leavesTablesOfSomebodyElseAsTheyAre() throws Exception {
        String theirs = "iptables-nft -P INPUT DROP; iptables-nft -A INPUT -p tcp -j ACCEPT; iptables-nft -A OUTPUT -j ACCEPT; iptables-nft -t mangle -N theirs";
        RuleSet rules = new RuleSet(List.of(new Rule(Table.FILTER, "INPUT", List.of("-j", CHAIN)), new Rule(Table.MANGLE, "INPUT", List.of("-j", CHAIN))),
            List.of(new Rule(Table.FILTER, CHAIN, List.of("-j", "RETURN")), new Rule(Table.MANGLE, CHAIN, List.of("-j", "RETURN"))));
        for (NetworkNamespace namespace : namespaces) {
            Shell.in(namespace, theirs);
        }

        byIptables(IpFamily.IPV4, rules);
        byNetlink(IpFamily.IPV4, rules);

        assertEquals(saved(namespaces[0], IpFamily.IPV4), saved(namespaces[1], IpFamily.IPV4));
        assertEquals(dumped(namespaces[0]), dumped(namespaces[1]));
    }

    @Test
    void installsNothingOfRulesThatTheKernelRefuses() throws Exception {
        RuleSet rules = new RuleSet(List.of(new Rule(Table.MANGLE, "POSTROUTING", List.of("-j", CHAIN))), List.of(
            new Rule(Table.MANGLE, CHAIN, List.of("-j", "RETURN")), new Rule(Table.MANGLE, CHAIN, List.of("-j", "REJECT", "--reject-with", "tcp-reset"))));
        String before = Shell.in(namespaces[1], "nft list ruleset");

        assertThrows(IOException.class, () -> byNetlink(IpFamily.IPV4, rules));

        assertEquals(before, Shell.in(namespaces[1], "nft list ruleset"));
    }

    /** Somebody else changes rules as fast as a program can while rules come and go many times; nothing of anybody's is lost. */
    @Test
    void triesAgainWhenSomebodyElseWasFirst() throws Exception {
        Process other = namespaces[1].call(() -> new ProcessBuilder("sh", "-c", "n=0; while iptables-nft -t raw -A OUTPUT -j ACCEPT; do n=$((n + 1))"
            + "; read -r -t 0 end && break; done").redirectErrorStream(true).start());
        try {
            for (int time = 0; time < 50; time++) {
                String chain = CHAIN + time;
                byNetlink(IpFamily.IPV4, new RuleSet(List.of(new Rule(Table.RAW, "OUTPUT", List.of("-j", chain))),
                    List.of(new Rule(Table.RAW, chain, List.of("-j", "RETURN")))));
            }
        } finally {
            other.destroy();
            other.waitFor();
        }
        List<String> saved = saved(namespaces[1], IpFamily.IPV4).lines().toList();
        assertEquals(50, saved.stream().filter(line -> line.contains("-A OUTPUT -j NOFIN-")).count());
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void hasNoEncoderForWhatItDoesNotKnow(String words) {
        RuleSet rules = new RuleSet(List.of(), List.of(new Rule(Table.MANGLE, CHAIN, List.of(words.split(" ")))));

        assertThrows(NoEncoderException.class, () -> byNetlink(IpFamily.IPV4, rules));
    }

    static Stream<String> unknown() {
        return Stream.of("-m limit --limit 5/sec", "-j LOG", "-j somewhere", "-m length ! --length 5", "-m conntrack --ctstate NEW", "-m tcp --sport 1:2", "-f",
            "-p tcp -p udp", "-m set --match-set nets-inet dst --return-nomatch x", "-m comment", "! -p tcp", "-m multiport ! --ports 5", "-j NFQUEUE", "!",
            "-d 0.0.0.0/0", "-j REJECT --reject-with icmp6-no-route", "-m statistic --mode random --probability 0.5", "-m mark --mark 1", "-o +");
    }

    private void byIptables(IpFamily family, RuleSet rules) throws IOException {
        namespaces[0].call(() -> {
            new Iptables(BackEnd.NFT, family).restore(rules.install());
            return null;
        });
    }

    private void byNetlink(IpFamily family, RuleSet rules) throws IOException, NoEncoderException {
        try (NetlinkSocket socket = socket(namespaces[1])) {
            assertTrue(new NfNewRules(new NftRules(socket, family, rules).translated()).install(socket, "nft add rule", Optional.empty()).isPresent());
        }
    }

    /** Returns the words as arguments; a set's name ends in its family. */
    private static List<String> arguments(IpFamily family, String words) {
        List<String> arguments = new ArrayList<>();
        String suffix = family == IpFamily.IPV4 ? "-inet" : "-inet6";
        String[] quoted = words.split("'", -1);
        for (int part = 0; part < quoted.length; part++) {
            if (part % 2 == 1) {
                arguments.add(quoted[part]);
            } else {
                Arrays.stream(quoted[part].split(" ")).filter(word -> !word.isEmpty())
                    .map(word -> List.of("nets", "flows").contains(word) ? word + suffix : word).forEach(arguments::add);
            }
        }
        return arguments;
    }

    private static String saved(NetworkNamespace namespace, IpFamily family) throws IOException {
        String saved = Shell.in(namespace, BackEnd.NFT.saveProgram(family) + " -c | grep -v '^#'");
        assertTrue(saved.contains(CHAIN), saved);
        return saved;
    }

    /** Returns the kernel's tables, chains and rules, without the numbers that it gives them in the order in which they come. */
    private static List<String> dumped(NetworkNamespace namespace) throws IOException {
        List<String> dumped = new ArrayList<>();
        try (NetlinkSocket socket = socket(namespace)) {
            dumped.addAll(dumped(socket, NfRuleset.listChains(), List.of(HANDLE_OF_CHAIN)));
            dumped.addAll(dumped(socket, NfRuleset.listRules(), List.of(HANDLE_OF_RULE, POSITION_OF_RULE)));
        }
        assertTrue(dumped.size() > 3, "chains and rules are seen");
        return dumped;
    }

    private static List<String> dumped(NetlinkSocket socket, NetlinkRequest request, List<Integer> left) throws IOException {
        List<String> dumped = new ArrayList<>();
        for (NetlinkMessage message : socket.request("dump", request)) {
            StringBuilder text = new StringBuilder("family " + message.payload()[0]);
            for (Attribute attribute : message.reader().skip(4).attributes()) {
                if (!left.contains(attribute.type())) {
                    text.append(' ').append(attribute.type()).append('=').append(HexFormat.of().formatHex(attribute.payload()));
                }
            }
            dumped.add(text.toString());
        }
        return dumped.stream().sorted(Comparator.comparing(line -> line.substring(0, Math.min(90, line.length())))).toList();
    }

    private static NetlinkSocket socket(NetworkNamespace namespace) throws IOException {
        return namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }
}
