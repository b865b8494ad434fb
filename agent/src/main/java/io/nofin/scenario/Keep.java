package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The fate of a packet that begins a step. */
public enum Keep implements Keyword {
    /** Goes on as if there were no fault. */
    PASSES,
    /** Meets the faults as the first one. */
    FAULTED
}
