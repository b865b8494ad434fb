package io.nofin.crash;

/** Who is killed. The guard is flock(1), which waits for the agent's end, with all that it may have started. */
public enum Victim {
    AGENT, GUARD, BOTH
}
