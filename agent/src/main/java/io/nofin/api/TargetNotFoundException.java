package io.nofin.api;

import java.io.IOException;

/** Thrown when a target is not found, is not running, or must not be faulted. The message names it, and says what to do. */
public final class TargetNotFoundException extends IOException {

    public TargetNotFoundException(String message) {
        super(message);
    }
}
