package io.nofin.unit;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The Levenshtein distance of two words: the fewest letters to insert, delete or replace that make one out of the other. */
public final class EditDistance {

    private EditDistance() {
    }

    /** Returns the distance; empty where it exceeds {@code most}, which words of very different lengths tell at once. */
    public static OptionalInt within(int most, String from, String to) {
        if (Math.abs(from.length() - to.length()) > most) {
            return OptionalInt.empty();
        }
        int distance = between(from, to);
        return distance > most ? OptionalInt.empty() : OptionalInt.of(distance);
    }

    /** Returns the distance, after Wagner and Fischer: row by row, each from the one before. */
    public static int between(String from, String to) {
        int[] before = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[to.length()];
    }
}
