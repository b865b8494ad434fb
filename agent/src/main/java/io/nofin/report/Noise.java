package io.nofin.report;

/**
 * What two runs of the same may differ by on a busy host.
 *
 * @param factor  so many times as long, and
 * @param seconds so much more besides
 */
record Noise(double factor, double seconds) {

    /** A probe looks now and then, and TCP's timer doubles. */
    static final Noise OF_REACTIONS = new Noise(1.5, 0.25);

    static final Noise OF_ROUND_TRIPS = new Noise(2, 0.002);

    /** Microseconds, when nothing else wants the processor. */
    static final Noise OF_GATES = new Noise(5, 0.005);

    static final Noise OF_ARMING = new Noise(3, 0.1);

    boolean covers(double one, double other) {
        return Math.max(one, other) <= Math.min(one, other) * factor + seconds;
    }
}
