package io.nofin.backend;

import io.nofin.scenario.Shaping;
import java.io.IOException;
import java.time.Duration;

/** A fault whose rules are installed. May be used from any thread. */
public interface ArmedFault {

    /** Fires the fault for {@code length}, unless that is changed or the fault is healed before. */
    void fire(Duration length) throws IOException;

    void heal() throws IOException;

    /** Changes the shaping in force; the rules stay. */
    void shape(Shaping shaping) throws IOException;

    boolean isFiring() throws IOException;

    /** Returns how many packets have met the fault so far. */
    long packets() throws IOException;

    /** Heals, gathers the proof, and disarms. May be called once. */
    Outcome finish() throws IOException;

    /** Heals and disarms; does nothing after {@link #finish}. */
    void abandon() throws IOException;
}
