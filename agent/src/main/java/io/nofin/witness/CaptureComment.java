package io.nofin.witness;

/**
 * An event on a host, for people who read its packets.
 *
 * @param nanos the time on the clock of {@link System#nanoTime}
 */
record CaptureComment(long nanos, String what) {
}
