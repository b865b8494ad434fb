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
 * Observes a run while gates move: the probes, the check for packets that escape, and the witness where one is wanted. Closing ends
 * the captures. Not thread-safe, but for {@link #look} and {@link #following}.
 */
final class RunObservers implements AutoCloseable {

    /** The time between telling observers and opening gates: asking the kernel for its connections takes some milliseconds. */
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
     * Starts the captures, before anything is armed; {@link #await} waits for those that look for packets that escape.
     *
     * @param runningProbes owned by the caller
     * @param wanted        whether to have a witness
     * @param memory        the memory for its captures
     */
    static RunObservers start(Scenario scenario, Plan plan, RunHosts runHosts, RunningProbes runningProbes, boolean wanted, CaptureMemory memory)
            throws IOException {
        Optional<RunWitness> witness = wanted ? Optional.of(RunWitness.watch(scenario, plan, runHosts.found(), memory)) : Optional.empty();
        return new RunObservers(runningProbes, Escapes.watch(scenario, plan, runHosts.found(), memory), witness);
    }

    /** Waits until all captures have begun: nothing may be fired before. */
    void await() {
        escapes.await();
    }

    /** Tells that faults are about to be fired. */
    void firing(List<String> faults) {
        witness.ifPresent(one -> one.firing(faults));
    }

    /** Tells that all gates of the faults are open. */
    void fired(List<String> faults) {
        long now = System.nanoTime();
        escapes.fired(faults, now);
        witness.ifPresent(one -> one.fired(faults, now));
    }

    /** Tells that a fault is about to differ from its plan. */
    void changed(String fault) {
        witness.ifPresent(one -> one.changed(fault));
    }

    /**
     * Tells that the faults are about to follow their targets and peers. Packets that need no longer be stopped in the old place may
     * leave.
     */
    void following(Plan before, Plan after) {
        long now = System.nanoTime();
        Map<Path, List<Gate>> gates = after.hosts().stream().collect(Collectors.toMap(host -> host.host().namespace(), HostPlan::gates));
        before.hosts().forEach(host -> host.gates().stream()
            .filter(gate -> gates.getOrDefault(host.host().namespace(), List.of()).stream()
                .noneMatch(other -> other.number() == gate.number() && other.includes(gate)))
            .forEach(gate -> escapes.letGo(gate, now)));
    }

    /** Tells that the first gate is about to be closed, which is when a cut is complete. */
    void healing(List<String> faults) {
        runningProbes.sample();
        long now = System.nanoTime();
        escapes.healing(faults, now);
        witness.ifPresent(one -> one.healing(faults, now));
    }

    /**
     * Returns the evidence of the captures; none without a witness.
     *
     * @param inFlight how long packets may have been on their way when a cut began
     */
    List<FaultEvidence> evidence(List<GateCount> counts, Duration inFlight) {
        return witness.map(one -> one.evidence(counts, inFlight)).orElse(List.of());
    }

    /**
     * Returns the packets that left by the wire although a fault had to stop them.
     *
     * @param inFlight how long packets may have been on their way when a cut began
     */
    List<Escape> escapes(List<GateCount> counts, Duration inFlight) {
        return escapes.found(counts, inFlight);
    }

    /** Looks for senders that come and go while faults are in force. Thread-safe. */
    void look() {
        escapes.look();
    }

    /** Writes the captures, a file for each host. */
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
