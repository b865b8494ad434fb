package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

    @Test
    void writesPlainWordsAsTheyAre() {
        Rule rule = new Rule(Table.RAW, "NOFIN-x", List.of("!", "-i", "lo", "-d", "fd00::/8", "--ports", "80,7000:7010", "-j", "DROP"));

        assertEquals("-A NOFIN-x ! -i lo -d fd00::/8 --ports 80,7000:7010 -j DROP", rule.append());
        assertEquals("-I NOFIN-x 1 ! -i lo -d fd00::/8 --ports 80,7000:7010 -j DROP", rule.insertFirst());
        assertEquals("-D NOFIN-x ! -i lo -d fd00::/8 --ports 80,7000:7010 -j DROP", rule.delete());
    }

    @Test
    void quotesWhatIptablesRestoreWouldTakeApart() {
        assertEquals("-A c \"a b\"", written("a b"));
        assertEquals("-A c \"\"", written(""));
        assertEquals("-A c \"say \\\"hi\\\"\"", written("say \"hi\""));
        assertEquals("-A c \"C:\\\\\"", written("C:\\"));
        assertEquals("-A c \"it's\"", written("it's"));
        assertEquals("-A c \"# $(reboot) `x`; *\"", written("# $(reboot) `x`; *"));
        assertEquals("-A c \"größe\"", written("größe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nCOMMIT", "a\rb", "a\tb", "a\0b", "a\u0085b", "\u007f"})
    void refusesControlCharacters(String argument) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Rule(Table.RAW, "c", List.of("-j", argument)));

        assertEquals("control character in a rule's argument: chain=c", refused.getMessage());
    }

    @Test
    void refusesChainNamesThatTheKernelWouldCut() {
        var tooLong = assertThrows(IllegalArgumentException.class, () -> new Rule(Table.RAW, "c".repeat(29), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Rule(Table.RAW, "", List.of()));

        assertEquals("a chain's name has 1 to 28 characters: chain=" + "c".repeat(29), tooLong.getMessage());
    }

    private static String written(String argument) {
        return new Rule(Table.RAW, "c", List.of(argument)).append();
    }
}
