package io.nofin.yaml;

import java.util.Comparator;

/**
 * A problem of a file.
 *
 * @param line   counted from 1
 * @param column counted from 1, in characters
 * @param path   the keys that lead to it, for example {@code faults.cut.peers[1]}; empty at the top of the file
 * @param what   the problem
 * @param remedy what to do about it
 */
public record Problem(String file, int line, int column, String path, String what, String remedy)
        implements Comparable<Problem> {

    private static final Comparator<Problem> BY_POSITION = Comparator.comparingInt(Problem::line)
        .thenComparingInt(Problem::column).thenComparing(Problem::path).thenComparing(Problem::what).thenComparing(Problem::remedy);

    /** Orders problems by position. */
    @Override
    public int compareTo(Problem other) {
        return BY_POSITION.compare(this, other);
    }

    /** Returns {@code file:line:column: path: what: remedy}, which editors and terminals make clickable. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + what + ": " + remedy;
    }
}
