package io.nofin.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.RunId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTextTest {

    private static final String HEADER = "nofin-journal 1\nboot 2f1c-8a5e\nrun k3f9q2\nagent 4711 88123\n";
    private static final NamespaceRecord PLACE = new NamespaceRecord(new NetworkNamespace.Id(4, 4_026_532_452L), Path.of("/run/netns/app"), "netns:app", List.of(
        Undo.of(Undo.Kind.SET, "nofin-k3f9q2-1-4"), Undo.of(Undo.Kind.RULES, "iptables-nft"), Undo.of(Undo.Kind.QDISC, "eth0"),
        Undo.of(Undo.Kind.TABLE, "iptables-nft", "mangle")));
    private static final RunDescription CARD = new RunDescription("dev", Map.of("cut", "drop: silent to docker:redis, port 6379"));
    private static final String LINES = """
        namespace 1 4:4026532452 /run/netns/app
        target 1 netns:app
        undo 1 set nofin-k3f9q2-1-4
        undo 1 rules iptables-nft
        undo 1 qdisc eth0
        undo 1 table iptables-nft mangle
        """;

    @Test
    void isWrittenForPeopleAndShells() {
        assertEquals(HEADER, JournalText.header("2f1c-8a5e", new RunId("k3f9q2"), 4711, 88_123));
        assertEquals(LINES, JournalText.lines(1, PLACE));
        assertEquals("owner dev\nfault cut drop:\\0040silent\\0040to\\0040docker:redis,\\0040port\\00406379\n", JournalText.lines(CARD));
        assertEquals("until 7200000 cut\n", JournalText.line("cut", 7_200_000));
    }

    @Test
    void isReadBack() throws JournalException {
        assertEquals(
            Optional.of(new JournalText("2f1c-8a5e", new RunId("k3f9q2"), 4711, 88_123, CARD, List.of(PLACE), Map.of("cut", 30L, "slow", 20L))),
            JournalText.parse(HEADER + JournalText.lines(CARD) + LINES + "until 10 cut\nuntil 20 slow\nuntil 30 cut\n"));
    }

    @Test
    void keepsUnusualNamesInOneWord() throws JournalException {
        String name = "a b\n\\c*'\"$(x);é\u0001";
        NamespaceRecord namespaceRecord = new NamespaceRecord(PLACE.id(), Path.of("/tmp/" + name), "netns:" + name, List.of(Undo.of(Undo.Kind.QDISC, name)));

        String lines = JournalText.lines(1, namespaceRecord);

        assertEquals("namespace 1 4:4026532452 /tmp/a\\0040b\\0012\\0134c\\0052\\0047\\0042\\0044\\0050x\\0051\\0073\\0303\\0251\\0001",
            lines.lines().findFirst().orElseThrow());
        assertEquals(List.of(namespaceRecord), JournalText.parse(HEADER + lines).orElseThrow().places());
    }

    /** Reads a torn journal up to its last whole line: nothing was done after a line whose end is missing. */
    @Test
    void readsATornOneUpToItsLastWholeLine() throws JournalException {
        String whole = HEADER + LINES;
        for (int length = 0; length < whole.length(); length++) {
            int read = JournalText.parse(whole.substring(0, length)).map(journal -> 4 + journal.places().stream()
                .mapToInt(namespaceRecord -> 1 + (namespaceRecord.target().isEmpty() ? 0 : 1) + namespaceRecord.undos().size()).sum()).orElse(0);
            long lines = whole.substring(0, length).chars().filter(character -> character == '\n').count();
            assertEquals(lines < 4 ? 0 : lines, read, "of " + length + " characters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nofin-journal 2\n", "hello", "\n", "PK\u0003\u0004\n\n\n\n\n", " nofin-journal 1\n"})
    void refusesWhatIsSomethingElse(String text) {
        assertEquals("not a journal of this version of nofin", refusal(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"undo 1 set nofin-k3f9q2-1-4\n", "namespace 1 4:5\n", "namespace 1 45 /x\n", "namespace 1 4:x /x\n",
        "namespace 1 4:5 /a\\09z\n", "namespace 1 4:5 /a\\0777\n", "namespace 1 4:5 /a\\0000\n", "until x cut\n", "target 1 app\n", "owner\n", "fault cut\n", "until 1\n", "\n", "x\n",
        "namespace 1 4:5 /x\nundo 1 file /etc/passwd\n", "namespace 1 4:5 /x\nundo 1 table mangle\n", "namespace 1 4:5 /x\nundo\n"})
    void refusesLinesThatItWouldNotWrite(String lines) {
        assertEquals("a line of the journal cannot be read", refusal(HEADER + lines).replaceAll(": .*", ""));
    }

    private static String refusal(String text) {
        return assertThrows(JournalException.class, () -> JournalText.parse(text)).getMessage().replace("\n", " ");
    }
}
