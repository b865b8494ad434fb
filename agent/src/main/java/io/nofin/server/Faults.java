package io.nofin.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.ErrorKind;
import io.nofin.api.JsonText;
import io.nofin.api.NetemUnavailableException;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEventJson;
import io.nofin.run.OpenRun;
import io.nofin.run.RunAuthority;
import io.nofin.run.RunResult;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Shaping;
import io.nofin.target.Targets;
import io.nofin.unit.BadValueException;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that clients keep, by name. Each is a run of its own: rules are armed once, and calls open and close gates. Faults of
 * different names do not wait for each other.
 */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final Artifacts NOTHING = new Artifacts(Optional.empty(), false);

    private final int perClient;
    private final Configuration configuration;
    private final Permissions permissions;
    private final EventBroadcast eventBroadcast;
    private final Metrics metrics;
    private final Executor later;
    private final Map<String, AgentFault> kept = new ConcurrentSkipListMap<>();
    private final NameLocks locks = new NameLocks();
    private final Set<Cancellation> arming = ConcurrentHashMap.newKeySet();
    private final AtomicLong endings = new AtomicLong();            // how often all faults were ended
    private volatile boolean closed;

    /** The result of putting a fault. */
    record PutResult(AgentFault fault, boolean isNew) {
    }

    /** Ends all faults of one lease. */
    private record LeaseEnd(Faults faults, Optional<String> lease) implements ClientLeases.ExpiryAction {

        @Override
        public void end() {
            faults.end(lease);
        }

        @Override
        public boolean isOver() {
            return faults.all().stream().noneMatch(fault -> fault.lease().equals(lease));
        }
    }

    /** @param later tells followers what fires, which nobody who fires waits for */
    Faults(int perClient, Configuration configuration, Permissions permissions, EventBroadcast eventBroadcast, Metrics metrics, Executor later) {
        this.perClient = perClient;
        this.configuration = configuration;
        this.permissions = permissions;
        this.eventBroadcast = eventBroadcast;
        this.metrics = metrics;
        this.later = later;
    }

    /** Returns the armed faults, by name. */
    List<AgentFault> all() {
        kept.values().removeIf(fault -> fault.run().isEnded());
        return List.copyOf(kept.values());
    }

    Optional<AgentFault> find(String name) {
        return all().stream().filter(fault -> fault.name().equals(name)).findFirst();
    }

    /** Returns the budget that every fault must keep. */
    Budget budget() throws InvalidDocumentException, IOException {
        return configuration.budget();
    }

    /** @throws ApiError when there is no fault of that name */
    AgentFault get(String name) {
        return find(name).orElseThrow(() -> ApiError.of(ErrorKind.NOT_FOUND, "no such fault: " + name, "see /v1/faults for the existing ones"));
    }

    /**
     * Arms a fault, and fires it unless it is only to be armed. An earlier fault of that name becomes it where the shaping's numbers alone
     * differ; else it is healed afterwards.
     */
    PutResult put(FaultSpec spec, Caller caller, Optional<String> lease) throws InvalidDocumentException, IOException {
        locks.lock(spec.name());
        try {
            Optional<AgentFault> before = find(spec.name());
            before.ifPresent(fault -> mayChange(fault, caller));
            if (before.isEmpty()) {
                check(caller.name());
            }
            Optional<Duration> length = spec.isArmedOnly() ? Optional.empty() : spec.length();
            Optional<AgentFault> same = before.filter(fault -> fault.owner().equals(caller.name()));
            if (same.isPresent()) {
                FaultSpec earlier = same.get().spec();
                if (become(same.get(), spec)) {
                    return new PutResult(fired(same.get(), earlier, caller, lease, length), false);
                }
            }
            return new PutResult(replace(before, spec, caller, caller.name(), lease, length), before.isEmpty());
        } finally {
            locks.unlock(spec.name());
        }
    }

    AgentFault fire(String name, Caller caller, Optional<Duration> asked) throws InvalidDocumentException, IOException {
        locks.lock(name);
        try {
            AgentFault fault = mayChange(get(name), caller);
            Duration length = asked.or(() -> fault.spec().length()).orElseThrow(
                () -> ApiError.of(ErrorKind.BAD_REQUEST, "the length of the firing is missing", "add for example \"for\": \"10s\""));
            mayUse(fault, caller, fault.firedFor().plus(length));
            fault.fire(length, Duration.ZERO);
            fault.changedBy(caller.name());
            return fault;
        } finally {
            locks.unlock(name);
        }
    }

    AgentFault heal(String name, Caller caller) throws IOException {
        locks.lock(name);
        try {
            AgentFault fault = mayChange(get(name), caller);
            fault.heal();
            fault.changedBy(caller.name());
            return fault;
        } finally {
            locks.unlock(name);
        }
    }

    /** Changes some keys: in force where that is possible, else by a new fault that replaces this one and fires if this one does. */
    AgentFault change(String name, Caller caller, ObjectNode changes) throws InvalidDocumentException, IOException {
        locks.lock(name);
        try {
            AgentFault fault = mayChange(get(name), caller);
            FaultSpec changed = fault.spec().merged(changes, configuration.budget());
            mayUse(fault, caller, Duration.ZERO);
            if (become(fault, changed)) {
                fault.changedBy(caller.name());
                return fault;
            }
            AgentFault replaced = replace(Optional.of(fault), changed, caller, fault.owner(), fault.lease(), fault.remaining());
            replaced.changedBy(caller.name());
            return replaced;
        } finally {
            locks.unlock(name);
        }
    }

    /** Heals and disarms the fault. */
    RunResult delete(String name, Caller caller) throws IOException {
        locks.lock(name);
        try {
            AgentFault fault = mayChange(get(name), caller);
            kept.remove(name);
            RunResult result = fault.run().finish();
            metrics.matched(result);
            gone(name);
            return result;
        } finally {
            locks.unlock(name);
        }
    }

    /** Heals and disarms the faults of an ended lease, or all faults. Waits for nobody who is putting or changing one. */
    void end(Optional<String> lease) {
        all().stream().filter(fault -> lease.isEmpty() || fault.lease().equals(lease)).forEach(fault -> {
            if (kept.remove(fault.name(), fault)) {
                close(fault);
            }
        });
    }

    /** Returns what ends the faults of a lease. It is over when the lease has none any more. */
    ClientLeases.ExpiryAction ending(String lease) {
        return new LeaseEnd(this, Optional.of(lease));
    }

    /** Ends all faults, those that are being armed too, and refuses new ones if {@code forGood}. */
    void endAll(boolean forGood) {
        closed = closed || forGood;
        endings.incrementAndGet();
        arming.forEach(Cancellation::cancel);
        end(Optional.empty());
    }

    /** @param owner the fault's owner, who may be another than the caller */
    private AgentFault replace(Optional<AgentFault> before, FaultSpec spec, Caller caller, String owner, Optional<String> lease, Optional<Duration> length)
            throws InvalidDocumentException, IOException {
        long ended = endings.get();
        refuseIfClosed();
        OpenRun run = armed(before, spec, caller, ended);
        AgentFault fault = new AgentFault(spec, owner, lease, run);
        try {
            if (length.isPresent()) {
                fault.fire(length.get(), before.map(AgentFault::firedFor).orElse(Duration.ZERO));
            }
        } catch (IOException | RuntimeException | Error e) {
            try (run) {
                throw e;
            }
        }
        kept.put(spec.name(), fault);
        before.ifPresent(this::close);
        if (endings.get() != ended && kept.remove(spec.name(), fault)) {        // all faults may have been ended meanwhile
            close(fault);
        }
        refuseIfEnded(ended);
        changed(fault);
        return fault;
    }

    /** Arms a fault, which takes as long as its target's name servers do, until all faults are ended. */
    private OpenRun armed(Optional<AgentFault> before, FaultSpec spec, Caller caller, long ended) throws InvalidDocumentException, IOException {
        RunAuthority authority = permissions.authority(spec.scenario(), configuration.of(spec.scenario()), caller);
        Cancellation cancellation = new Cancellation();
        arming.add(cancellation);
        try {
            refuseIfEnded(ended);           // nobody else would cancel it then
            return OpenRun.arm(spec.scenario(), authority, Targets.all(), NOTHING, event -> told(spec.name(), event), cancellation);
        } catch (IOException | RuntimeException e) {
            refuseIfEnded(ended);
            if (e instanceof NetemUnavailableException && before.filter(AgentFault::hasNetem).isPresent()) {
                throw ApiError.of(ErrorKind.INVALID_DOCUMENT, "the fault " + spec.name() + " has netem itself, where numbers of its effects change at once,"
                    + " and packets, effects and settings do not", "DELETE it first: packets pass until the next one fires; or write engine: queue in both");
            }
            throw e;
        } finally {
            arming.remove(cancellation);
        }
    }

    private void refuseIfEnded(long ended) {
        refuseIfClosed();
        if (endings.get() != ended) {
            throw ApiError.of(ErrorKind.CONFLICT, "all faults were healed while this one was being armed", "put it again");
        }
    }

    /** Requires that the caller may use the fault, which root may have armed: their own limits apply. */
    private void mayUse(AgentFault fault, Caller caller, Duration length) throws InvalidDocumentException, IOException {
        if (fault.run().authority().root() && !caller.root()) {
            permissions.authority(fault.spec().scenario(), configuration.of(fault.spec().scenario()), caller).admit(length);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw ApiError.of(ErrorKind.UNAVAILABLE, "the agent is shutting down");
        }
    }

    /** Makes an armed fault another one, by one change of its shaping in each place. Returns false where that needs other rules in the kernel. */
    private static boolean become(AgentFault fault, FaultSpec changed) throws IOException {
        Optional<Shaping> shaping = fault.spec().reshaping(changed);
        try {
            if (shaping.isPresent()) {
                fault.shape(shaping.get(), changed);
            }
            return shaping.isPresent();
        } catch (BadValueException otherComponents) {
            return false;
        }
    }

    /**
     * Fires a fault that has become another one for the whole length of that, or closes its gates where there is none.
     *
     * @param earlier what it becomes again when it may not fire so long
     */
    private AgentFault fired(AgentFault fault, FaultSpec earlier, Caller caller, Optional<String> lease, Optional<Duration> length)
            throws InvalidDocumentException, IOException {
        try {
            if (length.isPresent()) {
                mayUse(fault, caller, fault.firedFor().plus(length.get()));
                fault.fire(length.get(), Duration.ZERO);
            } else {
                fault.heal();
            }
        } catch (InvalidDocumentException | IOException | RuntimeException refused) {
            become(fault, earlier);
            throw refused;
        }
        fault.leasedBy(lease);
        changed(fault);
        return fault;
    }

    private void close(AgentFault fault) {
        try {
            fault.run().close();
        } catch (IOException e) {
            LOG.error("the fault {} could not be removed: its gates close by themselves, and its guard removes the rest: {}",
                fault.name(), e.getMessage());
        }
        if (!kept.containsKey(fault.name())) {
            gone(fault.name());
        }
    }

    private void check(String owner) {
        long own = all().stream().filter(fault -> fault.owner().equals(owner)).count();
        if (own >= perClient) {
            throw ApiError.of(ErrorKind.TOO_MANY_REQUESTS, "too many faults of " + owner + " at once: " + own, "delete one first");
        }
    }

    private static AgentFault mayChange(AgentFault fault, Caller caller) {
        if (!caller.mayEnd(fault.owner())) {
            throw ApiError.of(ErrorKind.FORBIDDEN, "the fault " + fault.name() + " is " + fault.owner() + "'s", "ask its owner, or use another name");
        }
        return fault;
    }

    /** Publishes an event, called on a thread of the run, which must not be delayed. */
    private void told(String name, RunEvent event) {
        if (event instanceof RunEvent.Fired) {
            metrics.fired(1);
        }
        if (eventBroadcast.isFollowed()) {
            later.execute(() -> publish(name, event));
        }
    }

    private void publish(String name, RunEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("fault", name);
        data.put("type", RunEventJson.type(event));
        data.put("event", RunEventJson.data(event));
        eventBroadcast.publish("event", () -> JsonText.line(data));
        Optional.ofNullable(kept.get(name)).ifPresent(this::changed);
    }

    private void changed(AgentFault fault) {
        if (eventBroadcast.isFollowed()) {
            try {
                String data = JsonText.line(fault.data());
                eventBroadcast.publish("fault", () -> data);
            } catch (IOException e) {
                LOG.warn("what the fault {} matched could not be read: {}", fault.name(), e.getMessage());
            }
        }
    }

    private void gone(String name) {
        eventBroadcast.publish("fault", () -> JsonText.line(Map.of("name", name, "firing", false, "removed", true)));
    }
}
