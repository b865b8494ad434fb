package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.plan.Plan;
import io.nofin.scenario.Scenario;
import io.nofin.witness.CaptureMemory;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.RunWitness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Those who look on while gates move: the probes, and the witness where one is wanted. Closing ends the witness. One thread at a time. */
final class Onlookers implements AutoCloseable {

    /** How long before gates open they are told: asking the kernel for its connections takes some milliseconds. */
    static final Duration NOTICE = Duration.ofMillis(50);

    private final Sessions sessions;
    private final Optional<RunWitness> witness;

    private Onlookers(Sessions sessions, Optional<RunWitness> witness) {
        this.sessions = sessions;
        this.witness = witness;
    }

    /**
     * Starts to capture before anything is armed.
     *
     * @param sessions stay the caller's
     * @param wanted   whether there is to be a witness
     * @param memory   for its captures
     */
    static Onlookers start(Scenario scenario, Plan plan, Stage stage, Sessions sessions, boolean wanted, CaptureMemory memory)
            throws IOException {
        return new Onlookers(sessions, wanted ? Optional.of(RunWitness.watch(scenario, plan, stage.found(), memory)) : Optional.empty());
    }

    /** Faults are about to be fired. */
    void firing(List<String> faults) {
        witness.ifPresent(one -> one.firing(faults));
    }

    /** All their gates are open. */
    void fired(List<String> faults) {
        witness.ifPresent(one -> one.fired(faults, System.nanoTime()));
    }

    /** A fault is about to become other than it was planned. */
    void changed(String fault) {
        witness.ifPresent(one -> one.changed(fault));
    }

    /** Their first gate is about to be closed: a cut is at its fullest. */
    void healing(List<String> faults) {
        sessions.sample();
        witness.ifPresent(one -> one.healing(faults, System.nanoTime()));
    }

    /**
     * What crossed the wire; nothing without a witness.
     *
     * @param inFlight how long packets may have been on their way when a cut began
     */
    List<FaultEvidence> evidence(List<GateCount> counts, Duration inFlight) {
        return witness.map(one -> one.evidence(counts, inFlight)).orElse(List.of());
    }

    /** Writes what was captured, a file for each host. */
    void save(Path directory) throws IOException {
        if (witness.isPresent()) {
            witness.get().save(directory);
        }
    }

    @Override
    public void close() {
        witness.ifPresent(RunWitness::close);
    }
}
