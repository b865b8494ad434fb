package io.nofin.scenario;

/** Which way a packet goes, seen from the target. */
public enum Direction implements Keyword {
    IN, OUT, BOTH;

    public boolean includesIn() {
        return this != OUT;
    }

    public boolean includesOut() {
        return this != IN;
    }
}
