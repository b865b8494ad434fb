package io.nofin.doctor;

import io.nofin.doctor.Finding.State;

/** How a {@link Trial} went: a {@link Finding} that does not yet know what it is about. */
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
