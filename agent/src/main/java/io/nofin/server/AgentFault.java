package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.api.FaultState;
import io.nofin.api.TruncatedList;
import io.nofin.inject.GateCount;
import io.nofin.run.OpenRun;
import io.nofin.scenario.Shaping;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fault that a client keeps: armed, and firing or not. {@link Faults} confines changes to one thread at a time. */
final class AgentFault {

    private final String owner;
    private final OpenRun run;
    private final Instant created = Instant.now();
    private volatile Optional<String> lease;
    private volatile FaultSpec spec;
    private volatile Optional<String> changedBy = Optional.empty();
    private volatile List<GateCount> counts = List.of();

    AgentFault(FaultSpec spec, String owner, Optional<String> lease, OpenRun run) {
        this.spec = spec;
        this.owner = owner;
        this.lease = lease;
        this.run = run;
    }

    FaultSpec spec() {
        return spec;
    }

    String name() {
        return spec.name();
    }

    String owner() {
        return owner;
    }

    /** Records who fired, healed or changed it last, when that was not its owner. */
    void changedBy(String caller) {
        changedBy = caller.equals(owner) ? changedBy : Optional.of(caller);
    }

    Optional<String> lease() {
        return lease;
    }

    OpenRun run() {
        return run;
    }

    /**
     * Fires the fault for {@code length}. If it is firing already, its time starts again.
     *
     * @param before how long the fault whose place it takes had been firing without a break
     */
    void fire(Duration length, Duration before) throws IOException {
        run.fire(List.of(name()), length, before);
    }

    /** Returns how long the fault has been firing without a break. */
    Duration firedFor() {
        return run.firedFor(name());
    }

    void heal() throws IOException {
        run.heal(List.of(name()));
    }

    /** Changes the shaping in force; the rules stay, and so does all where it is the same. */
    void shape(Shaping shaping, FaultSpec changed) throws IOException {
        if (!spec.fault().shaping().equals(Optional.of(shaping))) {
            run.shape(name(), shaping);
        }
        spec = changed;
    }

    /** Hands the fault to another lease, or to none. */
    void leasedBy(Optional<String> other) {
        lease = other;
    }

    /** Returns whether netem shapes for the fault somewhere: a device has one nofin's netem at a time. */
    boolean hasNetem() {
        return run.plan().hosts().stream().anyMatch(host -> !host.shaping().netems().isEmpty());
    }

    Optional<Duration> remaining() {
        return Optional.ofNullable(run.firing().get(name()));
    }

    /** Returns the data with the kernel's current counts, which takes a program to read. */
    Map<String, Object> data() throws IOException {
        counts = run.counts();
        return lastData();
    }

    /** Returns the data with the counts of the last reading. */
    Map<String, Object> lastData() {
        long packets = 0;
        long bytes = 0;
        for (GateCount count : counts) {
            packets += count.packets();
            bytes += count.bytes();
        }
        return new FaultState(name(), spec.fault().kind().word(), spec.effect(), TruncatedList.of(strings(spec.body().path("on"))),
            TruncatedList.of(strings(spec.body().path("peers"))), remaining(), owner, changedBy, Optional.of(created), packets, bytes,
            run.wipes(name()), spec.body()).data();
    }

    private static List<String> strings(JsonNode value) {
        List<String> strings = new ArrayList<>();
        if (value.isValueNode()) {
            strings.add(value.asText());
        }
        value.forEach(item -> strings.add(item.asText()));
        return strings;
    }
}
