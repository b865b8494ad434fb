package io.nofin.junit;

import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** By which faults get into the kernel: this process itself, or an agent. May be used from any thread. */
interface Way extends AutoCloseable {

    /** A fault that is armed; may be used from any thread. */
    interface Armed {

        /** For its length, unless that is changed or it is healed before. */
        void fire(Duration length) throws IOException;

        void heal() throws IOException;

        void shape(Shaping shaping) throws IOException;

        boolean isFiring() throws IOException;

        /** What has met it so far. */
        long packets() throws IOException;

        /** Heals, gathers the proof, and disarms. Once. */
        RunReport finish() throws IOException;

        /** Heals and disarms; after {@link #finish} nothing. */
        void abandon() throws IOException;
    }

    /** A scenario that runs; may be used from any thread. */
    interface Running {

        /** Waits for its end. */
        RunReport await() throws IOException, InterruptedException;

        /** Lets it end now: it heals. */
        void stop() throws IOException;
    }

    /** Installs the rules, gates closed. */
    Armed arm(FaultRequest order) throws IOException;

    /** Starts a scenario, and returns when it is armed: its timeline goes on then. */
    Running run(Scenario scenario) throws IOException, InterruptedException;

    /** What is the same for two targets of the same network. */
    Set<String> identities(String name, TargetSpec target) throws IOException;

    /** Whether hosts of a lab can be made. */
    boolean buildsLabs();

    @Override
    void close();
}
