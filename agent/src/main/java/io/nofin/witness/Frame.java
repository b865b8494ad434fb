package io.nofin.witness;

/**
 * What is kept of one packet that crossed an interface. The bytes are not to be changed.
 *
 * @param nanos          when, on the clock of {@link System#nanoTime}
 * @param link           which capture of the witness it came from
 * @param originalLength on the wire, link-layer header and all
 * @param bytes          the beginning of it
 */
record Frame(long nanos, int link, int originalLength, byte[] bytes) {
}
