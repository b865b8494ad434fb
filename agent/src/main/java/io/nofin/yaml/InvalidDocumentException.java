package io.nofin.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a scenario or a configuration is invalid. The message has a line for each problem, in the order of the file. */
public final class InvalidDocumentException extends Exception {

    private final transient List<Problem> problems;

    public InvalidDocumentException(List<Problem> problems) {
        super(problems.stream().sorted().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted().toList();
    }

    /** Returns all problems, at least one, sorted by position. */
    public List<Problem> problems() {
        return problems;
    }
}
