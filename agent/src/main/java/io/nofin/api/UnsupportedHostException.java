package io.nofin.api;

import java.io.IOException;

/**
 * Thrown when this host, its kernel or this user cannot do what the plan needs. The message says what is missing and how to get it.
 */
public class UnsupportedHostException extends IOException {

    public UnsupportedHostException(String message) {
        super(message);
    }

    public UnsupportedHostException(String message, Throwable cause) {
        super(message, cause);
    }
}
