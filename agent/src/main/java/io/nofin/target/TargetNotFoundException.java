package io.nofin.target;

import java.io.IOException;

/** A target does not exist, is not running, or is not one that nofin may touch. The message says which, and what to do. */
public final class TargetNotFoundException extends IOException {

    public TargetNotFoundException(String message) {
        super(message);
    }
}
