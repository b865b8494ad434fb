package io.nofin.junit;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What all tests of one run of JUnit share. May be used from any thread. */
@SuppressWarnings("deprecation")        // JUnit 5.10 closes nothing else
final class Session implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final TargetLocks turns = new TargetLocks();
    private final Access access;
    private Optional<Way> way = Optional.empty();

    /** @param setting gives a configuration parameter of JUnit, or null */
    Session(UnaryOperator<String> setting) {
        this.access = Access.of(setting);
    }

    /** Whether tests are skipped where nofin cannot work, instead of failing. */
    boolean skipsWhereMissing() {
        return access.skipped();
    }

    TargetLocks turns() {
        return turns;
    }

    /**
     * Found when it is first needed.
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
