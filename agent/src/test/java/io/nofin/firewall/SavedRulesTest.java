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

/**
 * On what iptables 1.8.9 printed in a namespace with Docker's rules, a user's, and those of a run of nofin: {@code
 * iptables-nft-save -c} and {@code iptables-legacy-save -c}.
 */
class SavedRulesTest {

    private static final String REMOVE_RAW = """
        *raw
        -D PREROUTING -m comment --comment "nofin say \\"hi\\" \\\\ -j ACCEPT" -j NOFIN-abcdef-in
        -F NOFIN-abcdef-1-in
        -F NOFIN-abcdef-in
        -X NOFIN-abcdef-1-in
        -X NOFIN-abcdef-in
        COMMIT
        """;
    private static final String REMOVE_MANGLE = """
        *mangle
        -D POSTROUTING -m comment --comment "nofin say \\"hi\\" \\\\ -j ACCEPT" -j NOFIN-abcdef-out
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

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void removesJumpsFromForeignChainsToo(BackEnd backEnd) throws IOException {
        String removal = saved(backEnd).removal("user"::equals);

        assertEquals("""
            *filter
            -D INPUT -m comment --comment "says \\"hi\\" \\\\ and -j NOFIN-abcdef-in then" -j user
            -D INPUT -m comment --comment plain -g user
            -F user
            -X user
            COMMIT
            """, removal);
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
