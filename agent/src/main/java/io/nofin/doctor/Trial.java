package io.nofin.doctor;

import java.io.IOException;

/** Tries one thing that nofin needs. */
@FunctionalInterface
interface Trial {

    /**
     * Runs the trial.
     *
     * @throws IOException when it does not work; {@link Check} knows how bad that is
     */
    Outcome run() throws IOException;
}
