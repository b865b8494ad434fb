package io.nofin.api;

import java.io.IOException;

/** The absence of a target, or a target that is not running or that nofin must not touch. The message says which, and what to do. */
public final class TargetNotFoundException extends IOException {

    public TargetNotFoundException(String message) {
        super(message);
    }
}
