package io.nofin.api;

import java.util.Locale;

/** The state of a dependency, as a probe knows it. */
public enum ProbeState {

    /** The state is unknown: no attempt has succeeded, and not enough have failed. */
    CONNECTING,
    /** The last attempt succeeded. */
    UP,
    /** The dependency was up, and the last attempt failed. */
    DOWN,
    /** The configured number of attempts in a row have failed. */
    FAILED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
