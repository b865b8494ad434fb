package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Keyword;

/**
 * The expected outcome of a connection that a probe holds.
 *
 * @param probe a probe of kind {@code hold}
 */
public record ConnectionExpectation(String probe, Outcome outcome) implements Expectation {

    /** The end of a connection, or its survival. */
    public enum Outcome implements Keyword {

        /** The connection is the one that was opened, and is established. */
        SURVIVES,
        /** An RST ended the connection. */
        RESET,
        /** The other end closed the connection by a FIN. */
        CLOSED,
        /** The kernel of this end gave up, for example after too many retransmissions. */
        GIVEN_UP,
        /** The data that came back differed from the data sent. */
        WRONG_DATA
    }

    @Override
    public String toString() {
        return new FlowMapping().add("connection", probe).add("outcome", outcome.word()).toString();
    }
}
