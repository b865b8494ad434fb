package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Keyword;

/**
 * What became of a connection that a probe holds.
 *
 * @param probe a {@code hold} one
 */
public record ConnectionExpectation(String probe, Outcome outcome) implements Expectation {

    /** How it ended, or that it did not. */
    public enum Outcome implements Keyword {

        /** It is the connection that was opened, and established. */
        SURVIVES,
        /** An RST ended it. */
        RESET,
        /** The other end closed it, by a FIN. */
        CLOSED,
        /** The own kernel gave up, for example after too many retransmissions. */
        GIVEN_UP,
        /** What came back was not what was sent. */
        WRONG_DATA
    }

    @Override
    public String toString() {
        return new FlowMapping().add("connection", probe).add("outcome", outcome.word()).toString();
    }
}
