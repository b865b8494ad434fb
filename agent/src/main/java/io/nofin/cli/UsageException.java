package io.nofin.cli;

/** The command line asks for something that cannot be. The message says what, and what to write instead. */
final class UsageException extends Exception {

    UsageException(String message) {
        super(message);
    }
}
