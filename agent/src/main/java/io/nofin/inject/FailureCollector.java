package io.nofin.inject;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Collects failures while work goes on: the first one, with the further ones suppressed in it. Not thread-safe. */
final class FailureCollector {

    /** A step that may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private IOException first;

    /** Runs the step and remembers its failure. Returns whether there was none. */
    boolean attempt(Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            add(e);
            return false;
        }
    }

    void add(IOException failure) {
        if (first == null) {
            first = failure;
        } else {
            first.addSuppressed(failure);
        }
    }

    /** Closes all, several at a time. */
    void close(List<ArmedHost> hosts) {
        Workers.each(hosts, host -> {
            host.close();
            return host;
        }, this);
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Returns the first failure, with the others in it; there must be one. */
    IOException first() {
        return Objects.requireNonNull(first, "no failure");
    }

    void throwIfAny() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
