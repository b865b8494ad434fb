package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.scenario.Scenario;
import io.nofin.witness.CaptureMemory;
import io.nofin.witness.Escape;
import io.nofin.witness.Escapes;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.RunWitness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Those who look on while gates move: the probes, whoever watches what leaves all the same, and the witness where one is wanted. Closing
 * ends the captures. One thread at a time, {@link #look} and {@link #following} aside.
 */
final class RunObservers implements AutoCloseable {

    /** How long before gates open they are told: asking the kernel for its connections takes some milliseconds. */
    static final Duration NOTICE = Duration.ofMillis(50);

    private final RunningProbes runningProbes;
    private final Escapes escapes;
    private final Optional<RunWitness> witness;

    private RunObservers(RunningProbes runningProbes, Escapes escapes, Optional<RunWitness> witness) {
        this.runningProbes = runningProbes;
        this.escapes = escapes;
        this.witness = witness;
    }

    /**
     * Starts to capture before anything is armed.
     *
     * @param runningProbes stay the caller's
     * @param wanted   whether there is to be a witness
     * @param memory   for its captures
     */
    static RunObservers start(Scenario scenario, Plan plan, RunHosts runHosts, RunningProbes runningProbes, boolean wanted, CaptureMemory memory)
            throws IOException {
        Optional<RunWitness> witness = wanted ? Optional.of(RunWitness.watch(scenario, plan, runHosts.found(), memory)) : Optional.empty();
        return new RunObservers(runningProbes, Escapes.watch(scenario, plan, runHosts.found(), memory), witness);
    }

    /** Faults are about to be fired. */
    void firing(List<String> faults) {
        witness.ifPresent(one -> one.firing(faults));
    }

    /** All their gates are open. */
    void fired(List<String> faults) {
        long now = System.nanoTime();
        escapes.fired(faults, now);
        witness.ifPresent(one -> one.fired(faults, now));
    }

    /** A fault is about to become other than it was planned. */
    void changed(String fault) {
        witness.ifPresent(one -> one.changed(fault));
    }

    /** The faults are about to follow their targets and peers: what is no more to be stopped where it was may leave. */
    void following(Plan before, Plan after) {
        long now = System.nanoTime();
        Map<Path, List<Gate>> gates = after.hosts().stream().collect(Collectors.toMap(host -> host.host().namespace(), HostPlan::gates));
        before.hosts().forEach(host -> host.gates().stream()
            .filter(gate -> gates.getOrDefault(host.host().namespace(), List.of()).stream()
                .noneMatch(other -> other.number() == gate.number() && other.includes(gate)))
            .forEach(gate -> escapes.letGo(gate, now)));
    }

    /** Their first gate is about to be closed: a cut is at its fullest. */
    void healing(List<String> faults) {
        runningProbes.sample();
        long now = System.nanoTime();
        escapes.healing(faults, now);
        witness.ifPresent(one -> one.healing(faults, now));
    }

    /**
     * What crossed the wire; nothing without a witness.
     *
     * @param inFlight how long packets may have been on their way when a cut began
     */
    List<FaultEvidence> evidence(List<GateCount> counts, Duration inFlight) {
        return witness.map(one -> one.evidence(counts, inFlight)).orElse(List.of());
    }

    /** What left by the wire though a fault was to stop it; parameters as above. */
    List<Escape> escapes(List<GateCount> counts, Duration inFlight) {
        return escapes.found(counts, inFlight);
    }

    /** Looks for what can come and go while faults are in force. From any thread. */
    void look() {
        escapes.look();
    }

    /** Writes what was captured, a file for each host. */
    void save(Path directory) throws IOException {
        if (witness.isPresent()) {
            witness.get().save(directory);
        }
    }

    @Override
    public void close() {
        escapes.close();
        witness.ifPresent(RunWitness::close);
    }
}
