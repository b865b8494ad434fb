package io.nofin.junit;

import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The state that all tests of one run of JUnit share. Thread-safe. */
@SuppressWarnings("deprecation")        // JUnit 5.10 closes no other type
final class Session implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final TargetLocks turns = new TargetLocks();
    private final Access access;
    private Optional<Backend> backend = Optional.empty();

    /** @param setting returns the value of a configuration parameter of JUnit, or null */
    Session(UnaryOperator<String> setting) {
        this.access = Access.of(setting);
    }

    /** Tells whether tests are skipped, instead of failing, where nofin cannot work. */
    boolean skipsWhereMissing() {
        return access.skipped();
    }

    TargetLocks turns() {
        return turns;
    }

    /**
     * Returns the backend, which is opened on first use.
     *
     * @throws NofinException when there is none; the message says what is missing
     */
    synchronized Backend backend() {
        if (backend.isEmpty()) {
            backend = Optional.of(access.open());
        }
        return backend.get();
    }

    @Override
    public synchronized void close() {
        try {
            if (backend.isPresent()) {
                backend.get().close();
            }
        } catch (IOException e) {
            throw new NofinException("the agent could not be told that the tests are over; it ends their faults by itself: " + e.getMessage(), e);
        } finally {
            backend = Optional.empty();
        }
    }
}
