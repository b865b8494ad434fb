package io.nofin.cli;

import io.nofin.unit.BadValueException;

/** The command line asks for something that cannot be. The message says what, and what to write instead. */
final class UsageException extends Exception {

    UsageException(String message) {
        super(message);
    }

    /** Returns what is wrong with options together; what to do is said in options, where the model says it in keys of a scenario. */
    static UsageException of(BadValueException refused) {
        return new UsageException(refused.what() + ": " + refused.remedyInOptions());
    }
}
