package io.nofin.journal;

import java.io.IOException;

/** A file or directory under /run/nofin that is not what nofin creates there. The message says what to do. */
public final class JournalException extends IOException {

    public JournalException(String message) {
        super(message);
    }
}
