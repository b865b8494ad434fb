package io.nofin.probe;

import java.time.Duration;

/**
 * The early end of a connection.
 *
 * @param atNanos the moment at which that was noticed, on the clock of {@link System#nanoTime}
 * @param detail  the system's error message, or what was received instead of an echo; empty for {@link Cause#PEER_CLOSED}
 */
public record Closure(Cause cause, long atNanos, String detail) {

    /** The reason a connection ended. */
    public enum Cause {

        /** The peer closed the connection: a FIN arrived. */
        PEER_CLOSED("closed by peer"),
        /** The connection was reset: an RST arrived. */
        RESET("reset"),
        /** The local kernel gave up, for example after too many retransmissions. */
        GIVEN_UP("given up by the kernel"),
        /** The data received was not the data sent. */
        WRONG_DATA("answered with other data");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Returns the time from {@code nanos}, such as the start of the run, to the end of the connection. */
    public Duration after(long nanos) {
        return Duration.ofNanos(atNanos - nanos);
    }
}
