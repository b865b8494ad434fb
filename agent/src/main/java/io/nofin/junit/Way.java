package io.nofin.junit;

import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Injects faults, either from this process or through an agent. Implementations are thread-safe. */
interface Way extends AutoCloseable {

    /** An armed fault. Implementations are thread-safe. */
    interface Armed {

        /** Fires the fault for {@code length}. If it is firing already, its time starts again. */
        void fire(Duration length) throws IOException;

        void heal() throws IOException;

        void shape(Shaping shaping) throws IOException;

        boolean isFiring() throws IOException;

        /** Returns how many packets have matched so far. */
        long packets() throws IOException;

        /** Heals the fault, gathers the evidence, and disarms it. May be called once. */
        RunReport finish() throws IOException;

        /** Heals and disarms the fault; does nothing after {@link #finish}. */
        void abandon() throws IOException;
    }

    /** A running scenario. Implementations are thread-safe. */
    interface Running {

        /** Waits for the scenario's end. */
        RunReport await() throws IOException, InterruptedException;

        /** Asks the scenario to heal and end now, without waiting for that. */
        void stop() throws IOException;
    }

    /** Installs the fault's rules with closed gates. */
    Armed arm(FaultRequest order) throws IOException;

    /** Starts a scenario, and returns when it is armed and its timeline has started. */
    Running run(Scenario scenario) throws IOException, InterruptedException;

    /** Returns strings that are equal for targets in the same network. */
    Set<String> identities(String name, TargetSpec target) throws IOException;

    /** Tells whether hosts of a lab can be made. */
    boolean buildsLabs();

    @Override
    void close();
}
