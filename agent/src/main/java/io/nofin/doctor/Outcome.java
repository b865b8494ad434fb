package io.nofin.doctor;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;

/** The result of a {@link Trial}: a {@link Finding} that does not yet name its feature. */
record Outcome(State state, String detail, String remedy) {

    static Outcome ok(String detail) {
        return new Outcome(State.OK, detail, "");
    }

    static Outcome limited(String detail, String remedy) {
        return new Outcome(State.LIMITED, detail, remedy);
    }

    static Outcome missing(String detail, String remedy) {
        return new Outcome(State.MISSING, detail, remedy);
    }
}
