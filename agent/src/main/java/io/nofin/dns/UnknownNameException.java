package io.nofin.dns;

import java.io.IOException;

/** The answer that a name has no address: it is in no hosts file, and no name server knows one. The message says who was asked. */
public final class UnknownNameException extends IOException {

    UnknownNameException(String message) {
        super(message);
    }
}
