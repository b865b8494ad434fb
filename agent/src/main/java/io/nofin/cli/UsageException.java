package io.nofin.cli;

import io.nofin.unit.BadValueException;

/** Thrown when the command line asks for something impossible. The message says what is wrong, and what to write instead. */
final class UsageException extends Exception {

    UsageException(String message) {
        super(message);
    }

    /**
     * Returns an exception for options that do not go together. Its remedy is worded in options, where the model words it in keys of
     * a scenario.
     */
    static UsageException of(BadValueException refused) {
        return new UsageException(refused.what() + ": " + refused.remedyInOptions());
    }
}
