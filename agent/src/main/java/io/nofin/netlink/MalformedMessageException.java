package io.nofin.netlink;

import java.io.IOException;

/** A received message contradicts its own lengths. */
public final class MalformedMessageException extends IOException {

    public MalformedMessageException(String message) {
        super(message);
    }
}
