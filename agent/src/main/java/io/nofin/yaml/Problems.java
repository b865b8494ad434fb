package io.nofin.yaml;

import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with one file, so that all of it can be told at once, the first hundred things at least. Not thread-safe. */
public final class Problems {

    /** As many are told; what an answer is made of must not be many times the file. */
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

    /** Whether another one would only be counted. */
    boolean isFull() {
        return found.size() == MOST;
    }

    /** Problems that are not even looked at. */
    void addUntold(long count) {
        untold += count;
    }

    /** For what makes reading on pointless. */
    InvalidDocumentException fatal(Position at, String what, String remedy) {
        add(at, KeyPath.ROOT, what, remedy);
        return toException();
    }

    /** @throws BadValueException for the first thing that is wrong, if anything is */
    public void refuseFirst() {
        first.ifPresent(refused -> {
            throw refused;
        });
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public InvalidDocumentException toException() {
        List<Problem> all = new ArrayList<>(found);
        if (untold > 0) {
            Problem last = Collections.max(found);
            all.add(new Problem(file, last.line(), last.column(), last.path(), "and " + untold + " more problems in this file", "mend these first"));
        }
        return new InvalidDocumentException(all);
    }
}
