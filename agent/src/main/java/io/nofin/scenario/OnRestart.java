package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The behaviour of a fault when a container of its targets starts or restarts during the run. */
public enum OnRestart implements Keyword {
    /** The container gets the fault for the rest of its time. */
    REAPPLY,
    /** The container is left alone. */
    FORGET,
    /** The run ends and fails. */
    FAIL
}
