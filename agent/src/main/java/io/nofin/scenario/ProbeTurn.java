package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The changes of a probe that a step can wait for. */
public enum ProbeTurn implements Keyword {
    /** The last attempt succeeded. */
    UP,
    /** The dependency was up, and the last attempt failed. */
    DOWN,
    /** The configured number of attempts in a row have failed. */
    FAILED
}
