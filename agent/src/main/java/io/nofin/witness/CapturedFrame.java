package io.nofin.witness;

/**
 * The bytes that are kept of one packet that crossed an interface. They are not to be changed.
 *
 * @param nanos          the time, on the clock of {@link System#nanoTime}
 * @param link           the number of the capture of the witness that it came from
 * @param originalLength the length on the wire, with the link-layer header
 * @param bytes          the beginning of the packet
 */
record CapturedFrame(long nanos, int link, int originalLength, byte[] bytes) {
}
