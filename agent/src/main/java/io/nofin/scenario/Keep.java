package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** What becomes of a packet that begins a step. */
public enum Keep implements Keyword {
    /** It goes on as if there were no fault. */
    PASSES,
    /** It is the first one that the faults meet. */
    FAULTED
}
