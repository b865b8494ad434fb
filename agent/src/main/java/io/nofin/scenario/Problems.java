package io.nofin.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one file, so that all of it can be told at once. Not thread-safe. */
final class Problems {

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, KeyPath path, String what, String remedy) {
        found.add(new Problem(file, at.line(), at.column(), path.text(), what, remedy));
    }

    /** For what makes reading on pointless. */
    ScenarioException fatal(Position at, String what, String remedy) {
        add(at, KeyPath.ROOT, what, remedy);
        return toException();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    ScenarioException toException() {
        return new ScenarioException(List.copyOf(found));
    }
}
