package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** What a step can wait for a fault to become. */
public enum FaultTurn implements Keyword {
    /** All of its gates are open. */
    FIRED,
    /** All of its gates are closed again. */
    HEALED
}
