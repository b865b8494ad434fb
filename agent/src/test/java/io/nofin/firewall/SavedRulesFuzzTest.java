package io.nofin.firewall;

import io.nofin.testing.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All text that iptables-save may print is read; lines that make no sense are passed over. */
@Tag("fuzz")
class SavedRulesFuzzTest {

    private static final int TEXTS = 4_000;
    private static final Path RESOURCES = Path.of("src", "test", "resources", "firewall");
    private static final List<String> PIECES = List.of("*", "*mangle\n", ":", ":NOFIN-abcdef-in", " - [0:0]\n", "COMMIT\n", "\n", "[", "]",
        "-A NOFIN-abcdef-in ", "-j ", "-g", "--comment ", "\"", "\\", "\\\"", "99999999999999999999", "18446744073709551615", "-1",
        "--mark 0xffffffff/0x", "--set-xmark 4294967296", "--queue-num 99999999999", "--queue-balance 0:2147483647", "\u0000", "\u2028");

    @Test
    void anyTextIsRead() throws Exception {
        List<String> saved = List.of(Files.readString(RESOURCES.resolve("nft-save.txt")), Files.readString(RESOURCES.resolve("legacy-save.txt")));

        Fuzz.of(TEXTS, NoException.class).texts(saved, PIECES, text -> {
            SavedRules rules = SavedRules.parse(text);
            rules.entries().forEach(SavedRules.Entry::comment);
            rules.removal(chain -> chain.startsWith("NOFIN-"));
            MarkUse.of(rules);
        });
    }

    /** An exception that nobody throws: no text may be refused. */
    private static final class NoException extends Exception {
    }
}
