package io.nofin.yaml;

import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the problems of one file, up to the first hundred, so that they can be reported together. Not thread-safe. */
public final class Problems {

    /** The most problems that are reported, so that an answer cannot be many times as long as the file. */
    public static final int MOST = 100;

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private Optional<BadValueException> first = Optional.empty();
    private long untold;

    public Problems(String file) {
        this.file = file;
    }

    public void add(Position at, KeyPath path, String what, String remedy) {
        add(at, path, new BadValueException(what, remedy));
    }

    public void add(Position at, KeyPath path, BadValueException refused) {
        first = first.or(() -> Optional.of(refused));
        Problem problem = new Problem(file, at.line(), at.column(), path.text(), refused.what(), refused.remedy());
        if (found.size() < MOST) {
            found.add(problem);
        } else if (!found.contains(problem)) {
            untold++;
        }
    }

    /** Tells whether another problem would only be counted. */
    boolean isFull() {
        return found.size() == MOST;
    }

    /** Counts problems that are not examined. */
    void addUntold(long count) {
        untold += count;
    }

    /** Returns an exception for a problem that makes further reading pointless. */
    InvalidDocumentException fatal(Position at, String what, String remedy) {
        add(at, KeyPath.ROOT, what, remedy);
        return toException();
    }

    /** @throws BadValueException for the first problem, if there is any */
    public void refuseFirst() {
        first.ifPresent(refused -> {
            throw refused;
        });
    }

    /** Returns the first thing that is wrong, of which there has to be one. */
    public BadValueException firstRefusal() {
        return first.orElseThrow();
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public InvalidDocumentException toException() {
        List<Problem> all = new ArrayList<>(found);
        if (untold > 0) {
            Problem last = Collections.max(found);
            all.add(new Problem(file, last.line(), last.column(), last.path(), "and " + untold + " more problems in this file", "fix these first"));
        }
        return new InvalidDocumentException(all);
    }
}
