package io.nofin.witness;

/**
 * Something that happened on a host, for whoever reads its packets.
 *
 * @param nanos on the clock of {@link System#nanoTime}
 */
record Moment(long nanos, String what) {
}
