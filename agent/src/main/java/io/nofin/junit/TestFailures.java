package io.nofin.junit;

import java.util.Optional;

/** Runs several steps even if some fail, and throws the first failure in the end, with the others suppressed. Not thread-safe. */
final class TestFailures {

    private Optional<Throwable> first = Optional.empty();

    void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | AssertionError e) {
            if (first.isEmpty()) {
                first = Optional.of(e);
            } else {
                first.get().addSuppressed(e);
            }
        }
    }

    boolean any() {
        return first.isPresent();
    }

    void raise() {
        if (first.orElse(null) instanceof AssertionError failure) {
            throw failure;
        }
        if (first.orElse(null) instanceof RuntimeException failure) {
            throw failure;
        }
    }
}
