package io.nofin.inject;

import java.io.IOException;
import java.util.List;

/** Collects what went wrong while going on: the first failure, the further ones suppressed in it. Not thread-safe. */
final class Failures {

    /** A step that may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private IOException first;

    /** Runs the step and remembers its failure. */
    void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            add(e);
        }
    }

    void add(IOException failure) {
        if (first == null) {
            first = failure;
        } else {
            first.addSuppressed(failure);
        }
    }

    /** Closes all, newest first. */
    void close(List<ArmedHost> hosts) {
        for (int index = hosts.size() - 1; index >= 0; index--) {
            attempt(hosts.get(index)::close);
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    void throwIfAny() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
