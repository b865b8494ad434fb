package io.nofin.yaml;

import java.util.Comparator;

/**
 * One thing that is wrong with a file.
 *
 * @param line   counted from 1
 * @param column counted from 1, in characters
 * @param path   the keys that lead there, for example {@code faults.cut.peers[1]}; empty at the top of the file
 * @param what   what is wrong
 * @param remedy what to do
 */
public record Problem(String file, int line, int column, String path, String what, String remedy)
        implements Comparable<Problem> {

    private static final Comparator<Problem> BY_POSITION = Comparator.comparingInt(Problem::line)
        .thenComparingInt(Problem::column).thenComparing(Problem::path).thenComparing(Problem::what).thenComparing(Problem::remedy);

    /** By position. */
    @Override
    public int compareTo(Problem other) {
        return BY_POSITION.compare(this, other);
    }

    /** {@code file:line:column: path: what: what to do}, which editors and terminals make clickable. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + what + ": " + remedy;
    }
}
