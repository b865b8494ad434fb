package io.nofin.netlink;

import java.io.IOException;

/** The failure to decode a message that contradicts its own lengths. */
public final class MalformedMessageException extends IOException {

    public MalformedMessageException(String message) {
        super(message);
    }
}
