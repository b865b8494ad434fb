package io.nofin.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with one file, so that all of it can be told at once, the first hundred things at least. Not thread-safe. */
final class Problems {

    /** As many are told; what an answer is made of must not be many times the file. */
    static final int MOST = 100;

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private long untold;

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, KeyPath path, String what, String remedy) {
        Problem problem = new Problem(file, at.line(), at.column(), path.text(), what, remedy);
        if (found.size() < MOST) {
            found.add(problem);
        } else if (!found.contains(problem)) {
            untold++;
        }
    }

    /** Whether another one would only be counted. */
    boolean isFull() {
        return found.size() == MOST;
    }

    /** Problems that are not even looked at. */
    void addUntold(long count) {
        untold += count;
    }

    /** For what makes reading on pointless. */
    ScenarioException fatal(Position at, String what, String remedy) {
        add(at, KeyPath.ROOT, what, remedy);
        return toException();
    }

    Optional<Problem> first() {
        return found.stream().findFirst();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    ScenarioException toException() {
        List<Problem> all = new ArrayList<>(found);
        if (untold > 0) {
            Problem last = Collections.max(found);
            all.add(new Problem(file, last.line(), last.column(), last.path(), "and " + untold + " more problems in this file", "mend these first"));
        }
        return new ScenarioException(all);
    }
}
