package io.nofin.crash;

/** The processes that are killed. The guard is flock(1), which waits for the agent's end, together with all that it may have started. */
public enum Victim {
    AGENT, GUARD, BOTH
}
