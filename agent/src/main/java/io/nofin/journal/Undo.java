package io.nofin.journal;

import java.util.List;
import java.util.Locale;

/**
 * Something of a run's in one namespace, to be taken out again.
 *
 * @param names of a set; of an iptables program, for all rules of the run in it; of a device, for its root qdisc; of an iptables
 *              program and a table, and the table's chain where it is only that
 */
public record Undo(Kind kind, List<String> names) {

    /** What it is. The journal has the word in lower case. */
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

    /** How many words a line of the journal has with one of a kind, by the kind's word. */
    static int words(String kind) {
        return Kind.valueOf(kind.toUpperCase(Locale.ROOT)).names + 3;
    }

    public static Undo of(Kind kind, String... names) {
        return new Undo(kind, List.of(names));
    }
}
