package io.nofin.yaml;

import io.nofin.unit.EditDistance;
import io.nofin.unit.Quoted;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Suggests a known word for a mistyped one. Loaded only when a file has a problem. */
public final class Suggestion {

    private static final int LONGEST_WORD = 64;
    private static final int MOST_LISTED = 24;

    private Suggestion() {
    }

    /** Returns the known word with the fewest edits, if they are few for its length. Case does not count. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        int fewest = allowed(word) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : known) {
            OptionalInt edits = edits(wanted, candidate.toLowerCase(Locale.ROOT), fewest);
            if (edits.isPresent() && edits.getAsInt() < Math.min(fewest, candidate.length())) {
                fewest = edits.getAsInt();
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Returns "did you mean 'x'?", or else the list of known words. */
    public static String remedy(String word, Collection<String> known) {
        return to(word, known).map(nearest -> "did you mean " + Quoted.of(nearest) + "?").orElseGet(() -> oneOf(known));
    }

    public static String oneOf(Collection<String> known) {
        if (known.size() == 1) {
            return "write " + shown(known.iterator().next());
        }
        String listed = known.stream().limit(MOST_LISTED).map(Suggestion::shown).collect(Collectors.joining(", "));
        return "write one of " + listed + (known.size() > MOST_LISTED ? ", ..." : "");
    }

    /** Quotes a word where needed: known words include names from the file, which may be invalid. */
    private static String shown(String word) {
        return Quoted.isPlain(word) ? word : Quoted.of(word);
    }

    /** Returns the edit distance; empty where it exceeds {@code most}. Two transposed letters are one edit. */
    private static OptionalInt edits(String wanted, String candidate, int most) {
        for (int i = 1; i < wanted.length() && wanted.length() == candidate.length(); i++) {
            String swapped = wanted.substring(0, i - 1) + wanted.charAt(i) + wanted.charAt(i - 1) + wanted.substring(i + 1);
            if (swapped.equals(candidate)) {
                return OptionalInt.of(1);
            }
        }
        return EditDistance.within(most, wanted, candidate);
    }

    private static int allowed(String word) {
        return word.length() < 4 ? 1 : word.length() < 8 ? 2 : 3;
    }
}
