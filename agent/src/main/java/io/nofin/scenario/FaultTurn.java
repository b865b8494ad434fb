package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The changes of a fault that a step can wait for. */
public enum FaultTurn implements Keyword {
    /** All of its gates are open. */
    FIRED,
    /** All of its gates are closed again. */
    HEALED
}
