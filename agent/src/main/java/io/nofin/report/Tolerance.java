package io.nofin.report;

/**
 * The difference between two runs of the same scenario that a busy host explains: a later time is the same if it is at most
 * {@code factor} times the earlier one plus {@code seconds}.
 *
 * @param factor  the ratio that is allowed
 * @param seconds the time that is allowed on top
 */
record Tolerance(double factor, double seconds) {

    /** The noise of reactions: a probe makes an attempt only at intervals, and TCP's timer doubles. */
    static final Tolerance OF_REACTIONS = new Tolerance(1.5, 0.25);

    static final Tolerance OF_ROUND_TRIPS = new Tolerance(2, 0.002);

    /** The noise of gates: they take microseconds when nothing else needs the processor. */
    static final Tolerance OF_GATES = new Tolerance(5, 0.005);

    static final Tolerance OF_ARMING = new Tolerance(3, 0.1);

    boolean covers(double one, double other) {
        return Math.max(one, other) <= Math.min(one, other) * factor + seconds;
    }
}
