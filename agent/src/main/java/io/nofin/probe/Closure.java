package io.nofin.probe;

import java.time.Duration;

/**
 * How a connection ended before its time.
 *
 * @param atNanos when that was noticed, on the clock of {@link System#nanoTime}
 * @param detail  the system's words, or what came instead of an echo; empty for {@link Cause#PEER_CLOSED}
 */
public record Closure(Cause cause, long atNanos, String detail) {

    /** Who, or what, ended it. */
    public enum Cause {

        /** The peer said that it is done: a FIN. */
        PEER_CLOSED("closed by peer"),
        /** An RST came. */
        RESET("reset"),
        /** The own kernel gave up, for example after too many retransmissions. */
        GIVEN_UP("given up by the kernel"),
        /** What came back was not what was sent. */
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

    /** The time from another moment, such as the start of the run, to the end. */
    public Duration after(long nanos) {
        return Duration.ofNanos(atNanos - nanos);
    }
}
