package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** What becomes of a fault when somebody else takes its rules, its gate or its qdisc away while the run goes on. The run does not pass either way. */
public enum OnWipe implements Keyword {
    /** It stays as it is, and the run fails. */
    FAIL,
    /** It is put back at once; whether it did what it says is unknown, as it was gone for a moment. */
    RESTORE
}
