package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules are read and removed as iptables 1.8.9 printed them in a namespace with Docker's rules, a user's, and those of a run of nofin:
 * {@code iptables-nft-save -c} and {@code iptables-legacy-save -c}.
 */
class SavedRulesTest {

    private static final String REMOVE_RAW = """
        *raw
        -D PREROUTING -j NOFIN-abcdef-in
        -F NOFIN-abcdef-1-in
        -F NOFIN-abcdef-in
        -X NOFIN-abcdef-1-in
        -X NOFIN-abcdef-in
        COMMIT
        """;
    private static final String REMOVE_MANGLE = """
        *mangle
        -D POSTROUTING -j NOFIN-abcdef-out
        -F NOFIN-abcdef-1-out
        -F NOFIN-abcdef-out
        -X NOFIN-abcdef-1-out
        -X NOFIN-abcdef-out
        COMMIT
        """;

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void removesOwnChainsAndTheJumpsToThemAndNothingElse(BackEnd backEnd) throws IOException {
        String removal = saved(backEnd).removal(chain -> chain.startsWith("NOFIN-"));

        assertEquals(backEnd == BackEnd.NFT ? REMOVE_MANGLE + REMOVE_RAW : REMOVE_RAW + REMOVE_MANGLE, removal);
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void removesNothingWhereNothingIsItsOwn(BackEnd backEnd) throws IOException {
        assertEquals("", saved(backEnd).removal(chain -> chain.startsWith("OTHER-")));
    }

    /** Never gives root's iptables-restore a rule that nofin did not write, whatever is in it, be it in a comment of several lines. */
    @ParameterizedTest
    @ValueSource(strings = {
        "[0:0] -A INPUT -m comment --comment x -j NOFIN-abcdef-in",
        "[0:0] -A INPUT --modprobe=/home/user/x -m nosuch -j NOFIN-abcdef-in",
        "[0:0] -A INPUT -m bpf --object-pinned /etc/shadow -j NOFIN-abcdef-in",
        "[0:0] -A INPUT -s slow.example -j NOFIN-abcdef-in",
        "[0:0] -A INPUT -j NOFIN-abcdef-in -m nosuch",
        "[0:0] -A INPUT -g NOFIN-abcdef-in",
        "[0:0] -A --modprobe=/home/user/x -j NOFIN-abcdef-in",
        "[0:0] -A INPUT -m mark --mark 0x1/0x1 -m bpf -j NOFIN-abcdef-in"})
    void repeatsNoRuleThatNofinDidNotWrite(String line) {
        SavedRules saved = SavedRules.parse("*filter\n:INPUT ACCEPT [0:0]\n:NOFIN-abcdef-in - [0:0]\n" + line + "\nCOMMIT\n");

        assertEquals("*filter\n-F NOFIN-abcdef-in\nCOMMIT\n", saved.removal(chain -> chain.startsWith("NOFIN-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-j NOFIN-abcdef-in", "-m mark --mark 0x40/0x40 -j NOFIN-abcdef-past-in"})
    void removesJumpsAsNofinMakesThem(String jump) {
        String chain = jump.substring(jump.lastIndexOf(' ') + 1);
        SavedRules saved = SavedRules.parse("*filter\n:INPUT ACCEPT [0:0]\n:" + chain + " - [0:0]\n[3:1] -A INPUT " + jump + "\nCOMMIT\n");

        assertEquals("*filter\n-D INPUT " + jump + "\n-F " + chain + "\n-X " + chain + "\nCOMMIT\n", saved.removal(name -> name.startsWith("NOFIN-")));
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void readsCounters(BackEnd backEnd) throws IOException {
        List<SavedRules.Entry> counted = saved(backEnd).entries().stream()
            .filter(entry -> entry.table().equals("filter") && entry.packets() > 0).toList();

        assertEquals(List.of(
            new SavedRules.Entry("filter", "INPUT",
                "-m comment --comment \"says \\\"hi\\\" \\\\ and -j NOFIN-abcdef-in then\" -j user", 6, 288),
            new SavedRules.Entry("filter", "INPUT", "-m comment --comment plain -g user", 6, 288),
            new SavedRules.Entry("filter", "user", "-j LOG --log-prefix \"x -j NOFIN-abcdef-in \"", 12, 576)), counted);
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void knowsEveryTablesChains(BackEnd backEnd) throws IOException {
        SavedRules saved = saved(backEnd);

        assertTrue(saved.chains().containsAll(List.of(new SavedRules.Chain("nat", "DOCKER"), new SavedRules.Chain("filter", "DOCKER"),
            new SavedRules.Chain("raw", "NOFIN-abcdef-1-in"), new SavedRules.Chain("mangle", "POSTROUTING"))), saved.toString());
        assertEquals(23, saved.chains().size());
        assertEquals(20, saved.entries().size());
    }

    @Test
    void readsATargetBehindACommentThatLooksLikeOne() {
        SavedRules.Entry entry = entry("-m comment --comment \"says \\\"hi\\\" \\\\ and -j NOFIN-abcdef-in then\" -j user");

        assertEquals(Optional.of("user"), entry.target());
        assertEquals(Optional.of("says \"hi\" \\ and -j NOFIN-abcdef-in then"), entry.comment());
    }

    @Test
    void readsNoTargetOutOfAnArgument() {
        assertEquals(Optional.of("LOG"), entry("-p tcp -j LOG --log-prefix \"x -j NOFIN-abcdef-in \"").target());
        assertEquals(Optional.empty(), entry("-m comment --comment \"x -j NOFIN-abcdef-in\"").target());
        assertEquals(Optional.of("user"), entry("-p tcp -g user").target());
        assertEquals(Optional.empty(), entry("").target());
    }

    @Test
    void readsCommentsAsTheyWereGiven() {
        assertEquals(Optional.of("cut"), entry("-m comment --comment cut -j DROP").comment());
        assertEquals(Optional.of("it's --comment b"), entry("-m comment --comment \"it\\'s --comment b\" -j DROP").comment());
        assertEquals(Optional.of(""), entry("-m comment --comment \"\" -j DROP").comment());
        assertEquals(Optional.empty(), entry("-j DROP").comment());
    }

    @Test
    void ignoresWhatIsNeitherTableNorChainNorRule() {
        SavedRules saved = SavedRules.parse("# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n\n"
            + "# Table `x' is incompatible, use 'nft' tool.\nCOMMIT\n");

        assertEquals(new SavedRules(List.of(), List.of()), saved);
    }

    @Test
    void passesOverAChainWithoutPolicyAndBearsAnyCounter() {
        SavedRules saved = SavedRules.parse("*filter\n:INPUT\n[18446744073709551615:99999999999999999999] -A INPUT -j DROP\n");

        assertEquals(List.of(), saved.chains());
        assertEquals(Long.MAX_VALUE, saved.entries().get(0).packets());
        assertEquals(Long.MAX_VALUE, saved.entries().get(0).bytes());
    }

    private static SavedRules.Entry entry(String text) {
        return SavedRules.parse("*filter\n[0:0] -A INPUT " + text + "\n").entries().get(0);
    }

    private static SavedRules saved(BackEnd backEnd) throws IOException {
        String name = "/firewall/" + backEnd.name().toLowerCase(Locale.ROOT) + "-save.txt";
        try (InputStream recorded = SavedRulesTest.class.getResourceAsStream(name)) {
            return SavedRules.parse(new String(Objects.requireNonNull(recorded, name).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
