package io.nofin.junit;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The state that all tests of one run of JUnit share. Thread-safe. */
@SuppressWarnings("deprecation")        // JUnit 5.10 closes no other type
final class Session implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final TargetLocks turns = new TargetLocks();
    private final Access access;
    private Optional<Way> way = Optional.empty();

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
     * Returns the way into the kernel, which is opened on first use.
     *
     * @throws NofinException when there is none; the message says what is missing
     */
    synchronized Way way() {
        if (way.isEmpty()) {
            way = Optional.of(access.open());
        }
        return way.get();
    }

    @Override
    public synchronized void close() {
        way.ifPresent(Way::close);
        way = Optional.empty();
    }
}
