package io.nofin.junit;

/**
 * Thrown when a fault cannot be armed, fired or healed, or nofin cannot work here. The message says what is wrong, and what to do.
 */
public final class NofinException extends RuntimeException {

    NofinException(String message) {
        super(message);
    }

    NofinException(String message, Throwable cause) {
        super(message, cause);
    }
}
