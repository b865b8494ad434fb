package io.nofin.probe;

import java.util.Locale;

/** What a probe knows of its dependency. */
public enum ProbeState {

    /** Nothing yet: no attempt has succeeded, and not enough have failed. */
    CONNECTING,
    /** The last attempt succeeded. */
    UP,
    /** It was up, and the last attempt failed. */
    DOWN,
    /** As many attempts as were to be made have failed in a row. */
    FAILED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
