package io.nofin.journal;

import java.util.List;
import java.util.Locale;

/**
 * One thing that a run has put into a namespace and that is to be removed again.
 *
 * @param names the name of a set; of an iptables program, for all rules of the run in it; of a device, for its root qdisc; of an
 *              iptables program and a table, and the table's chain if only that is to be removed
 */
public record Undo(Kind kind, List<String> names) {

    /** The kinds of things. The journal has the word in lower case. */
    public enum Kind {
        SET(1), RULES(1), QDISC(1), TABLE(2), CHAIN(3);

        private final int names;

        Kind(int names) {
            this.names = names;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Undo {
        names = List.copyOf(names);
        if (names.size() != kind.names) {
            throw new IllegalArgumentException("a " + kind.word() + " has " + kind.names + " names: names=" + names);
        }
    }

    /** Returns the number of words of a journal line about a thing of a kind, which is given by its word. */
    static int words(String kind) {
        return Kind.valueOf(kind.toUpperCase(Locale.ROOT)).names + 3;
    }

    public static Undo of(Kind kind, String... names) {
        return new Undo(kind, List.of(names));
    }
}
