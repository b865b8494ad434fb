package io.nofin.lifecycle;

import java.io.IOException;
import java.util.Optional;

/** Collects failures while work goes on: the first one, with the further ones suppressed in it. Not thread-safe. */
public final class FailureCollector {

    /** A step that may fail. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    private Optional<IOException> first = Optional.empty();

    /** Runs the step and remembers its failure. Returns whether there was none. */
    public boolean attempt(Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            add(e);
            return false;
        }
    }

    public void add(IOException failure) {
        if (first.isEmpty()) {
            first = Optional.of(failure);
        } else {
            first.get().addSuppressed(failure);
        }
    }

    public boolean isEmpty() {
        return first.isEmpty();
    }

    /** Returns the first failure, with the others in it; there must be one. */
    public IOException first() {
        return first.orElseThrow(() -> new IllegalStateException("no failure"));
    }

    /** @throws IOException the first failure, with the others in it */
    public void throwIfAny() throws IOException {
        if (first.isPresent()) {
            throw first.get();
        }
    }
}
