package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/**
 * The behaviour of a fault when somebody else removes its rules, its gate or its qdisc during the run. The run does not pass in
 * either case.
 */
public enum OnWipe implements Keyword {
    /** The fault stays as it is, and the run fails. */
    FAIL,
    /** The fault is restored at once. Its effect is unknown, since it was missing for a moment. */
    RESTORE
}
