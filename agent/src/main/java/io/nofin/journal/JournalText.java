package io.nofin.journal;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.RunId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The content of a journal.
 *
 * @param boot         the id of the boot of the kernel under which it was written
 * @param agent        the process that wrote it
 * @param agentStarted the time at which that process started, in clock ticks since boot
 * @param card         the description of the run for people
 * @param untilMillis  the ends of faults, by their names, in milliseconds of the clock of {@link System#nanoTime}; only of faults
 *                     longer than their lease
 */
public record JournalText(String boot, RunId run, long agent, long agentStarted, RunDescription card, List<NamespaceRecord> places,
        Map<String, Long> untilMillis) {

    private static final String FIRST_LINE = "nofin-journal 1";
    private static final int HEADER_LINES = 4;

    public JournalText {
        places = List.copyOf(places);
        untilMillis = Map.copyOf(untilMillis);
    }

    /** Returns the lines before the first namespace. */
    static String header(String boot, RunId run, long agent, long agentStarted) {
        return FIRST_LINE + "\nboot " + boot + "\nrun " + run + "\nagent " + agent + " " + agentStarted + "\n";
    }

    /** Returns the lines of a namespace, which has that number in this journal. */
    static String lines(int number, NamespaceRecord namespaceRecord) {
        String namespace = "namespace " + number + " " + namespaceRecord.id().device() + ":" + namespaceRecord.id().inode() + " "
            + EscapedWords.of(namespaceRecord.path().toString()) + "\ntarget " + number + " " + EscapedWords.of(namespaceRecord.target()) + "\n";
        return namespaceRecord.undos().stream().map(undo -> "undo " + number + " " + undo.kind().word() + " "
            + undo.names().stream().map(EscapedWords::of).collect(Collectors.joining(" ")) + "\n").collect(Collectors.joining("", namespace, ""));
    }

    /** Returns the lines for people: one for the owner and one for each fault. */
    static String lines(RunDescription card) {
        return card.faults().entrySet().stream().map(fault -> "fault " + EscapedWords.of(fault.getKey()) + " " + EscapedWords.of(fault.getValue()) + "\n")
            .collect(Collectors.joining("", "owner " + EscapedWords.of(card.owner()) + "\n", ""));
    }

    /** Returns the line that records when a fault ends. */
    static String line(String fault, long untilMillis) {
        return "until " + untilMillis + " " + EscapedWords.of(fault) + "\n";
    }

    /**
     * Reads all lines of a journal whose end was written.
     *
     * @return empty where not even the header was finished, and so nothing was done
     * @throws JournalException when it is something else, or of another version
     */
    public static Optional<JournalText> parse(String text) throws JournalException {
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        if (lines.isEmpty() ? !FIRST_LINE.startsWith(text) : !lines.get(0).equals(FIRST_LINE)) {
            throw new JournalException("not a journal of this version of nofin");
        }
        if (lines.size() < HEADER_LINES) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(lines));
        } catch (IllegalArgumentException e) {
            throw new JournalException("a line of the journal cannot be read: " + e.getMessage());
        }
    }

    private static JournalText parse(List<String> lines) {
        List<String> agent = words(lines.get(3), "agent", 3);
        Map<String, NamespaceRecord> places = new LinkedHashMap<>();
        Map<String, Long> until = new LinkedHashMap<>();
        Map<String, String> faults = new LinkedHashMap<>();
        String owner = "";
        for (String line : lines.subList(HEADER_LINES, lines.size())) {
            switch (line.substring(0, line.indexOf(' ') + 1)) {
                case "namespace " -> {
                    List<String> words = words(line, "namespace", 4);
                    places.put(words.get(1), new NamespaceRecord(id(words.get(2)), Path.of(EscapedWords.parse(words.get(3))), "", List.of()));
                }
                case "target " -> {
                    List<String> words = words(line, "target", 3);
                    changed(places, words.get(1), line, namespaceRecord -> namespaceRecord.named(EscapedWords.parse(words.get(2))));
                }
                case "owner " -> owner = EscapedWords.parse(words(line, "owner", 2).get(1));
                case "fault " -> {
                    List<String> words = words(line, "fault", 3);
                    faults.put(EscapedWords.parse(words.get(1)), EscapedWords.parse(words.get(2)));
                }
                case "undo " -> {
                    String[] all = line.split(" ", -1);
                    List<String> words = words(line, "undo", all.length > 2 ? Undo.words(all[2]) : 4);
                    changed(places, words.get(1), line, namespaceRecord -> namespaceRecord.with(undo(words)));
                }
                case "until " -> {
                    List<String> words = words(line, "until", 3);
                    until.put(EscapedWords.parse(words.get(2)), Long.valueOf(words.get(1)));
                }
                default -> throw new IllegalArgumentException("unknown: " + line);
            }
        }
        return new JournalText(words(lines.get(1), "boot", 2).get(1), new RunId(words(lines.get(2), "run", 2).get(1)),
            Long.parseLong(agent.get(1)), Long.parseLong(agent.get(2)), new RunDescription(owner, faults), List.copyOf(places.values()), until);
    }

    private static void changed(Map<String, NamespaceRecord> places, String number, String line, UnaryOperator<NamespaceRecord> change) {
        if (places.computeIfPresent(number, (place, namespaceRecord) -> change.apply(namespaceRecord)) == null) {
            throw new IllegalArgumentException("no such namespace: " + line);
        }
    }

    private static List<String> words(String line, String first, int count) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() != count || !words.get(0).equals(first)) {
            throw new IllegalArgumentException("not a line of " + count + " words, the first of them " + first + ": " + line);
        }
        return words;
    }

    private static NetworkNamespace.Id id(String word) {
        int colon = word.indexOf(':');
        return new NetworkNamespace.Id(Long.parseLong(word, 0, Math.max(0, colon), 10), Long.parseLong(word, colon + 1, word.length(), 10));
    }

    private static Undo undo(List<String> words) {
        return new Undo(Undo.Kind.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
            words.subList(3, words.size()).stream().map(EscapedWords::parse).toList());
    }
}
