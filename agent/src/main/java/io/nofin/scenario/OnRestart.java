package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** What becomes of a fault when a container of its targets starts while the run goes on, for the first time or again. */
public enum OnRestart implements Keyword {
    /** It gets the fault, for what is left of it. */
    REAPPLY,
    /** It is left alone. */
    FORGET,
    /** The run is broken off, and fails. */
    FAIL
}
