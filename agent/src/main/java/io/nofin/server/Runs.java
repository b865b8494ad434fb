package io.nofin.server;

import io.nofin.api.Artifacts;
import io.nofin.api.ErrorKind;
import io.nofin.api.JsonText;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEventJson;
import io.nofin.config.AgentConfig;
import io.nofin.plan.RunId;
import io.nofin.run.RunAuthority;
import io.nofin.run.RunResult;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.Scenario;
import io.nofin.target.Targets;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of scenarios: those that go, each on a thread of its own, and the last ones that ended, with their reports. */
final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final int KEPT = 100;
    private static final long KEPT_BYTES = 512L << 20;
    private static final long KEPT_CHARACTERS = 32L << 20;

    private final AgentConfig.Quota quota;
    private final Configuration configuration;
    private final Permissions permissions;
    private final Path folder;
    private final EventBroadcast eventBroadcast;
    private final Metrics metrics;
    private final Deque<AgentRun> kept = new ArrayDeque<>();        // newest first
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private boolean closed;

    /** The artifacts that a client wants of a run. */
    record RequestedArtifacts(boolean captures, boolean series) {
    }

    Runs(AgentConfig.Quota quota, Configuration configuration, Permissions permissions, Path folder, EventBroadcast eventBroadcast, Metrics metrics) {
        this.quota = quota;
        this.configuration = configuration;
        this.permissions = permissions;
        this.folder = folder;
        this.eventBroadcast = eventBroadcast;
        this.metrics = metrics;
    }

    /**
     * Starts a run.
     *
     * @throws ApiError when there are too many runs already, of all clients or of the caller, or the caller may not run it
     */
    synchronized AgentRun start(Scenario scenario, Caller caller, RequestedArtifacts wish) throws InvalidDocumentException, IOException {
        if (closed) {
            throw ApiError.of(ErrorKind.UNAVAILABLE, "the agent is shutting down");
        }
        check(caller.name());
        RunAuthority authority = permissions.authority(scenario, configuration.of(scenario), caller);
        RunId id = draw();
        AgentRun run = new AgentRun(id.value(), scenario, caller.name(), RunFolder.make(folder, id.value()));
        kept.addFirst(run);
        forgetOldest();
        new Thread(() -> go(run, id, scenario, authority, wish), "nofin-run-" + id).start();
        tell(run);
        return run;
    }

    /** Returns the runs, newest first. */
    synchronized List<AgentRun> all() {
        return List.copyOf(kept);
    }

    /** @throws ApiError when there is no such run, or it is no longer kept */
    AgentRun get(String id) {
        return all().stream().filter(run -> run.id().equals(id)).findFirst()
            .orElseThrow(() -> ApiError.of(ErrorKind.NOT_FOUND, "no such run: " + id, "see /v1/runs: the last " + KEPT + " are kept, none of before "
                + since + ", when this agent started; the audit log has those"));
    }

    /** Returns the moment from which on runs are known: the start of the agent. */
    Instant since() {
        return since;
    }

    List<AgentRun> going() {
        return all().stream().filter(run -> !run.isOver()).toList();
    }

    /**
     * Stops all runs, and refuses new ones if {@code forGood}.
     *
     * @param who who stops them and how, for their owners
     */
    void stopAll(String who, boolean forGood, long seconds) throws InterruptedException {
        synchronized (this) {
            closed = closed || forGood;
        }
        List<AgentRun> going = going();
        going.forEach(run -> run.stop(who));
        for (AgentRun run : going) {
            if (!run.awaitEnd(seconds)) {
                LOG.error("run {} did not end in {} s: its gates close by themselves", run.id(), seconds);
            }
        }
    }

    private void check(String owner) {
        List<AgentRun> going = going();
        if (going.size() >= quota.runs()) {
            throw ApiError.of(ErrorKind.TOO_MANY_REQUESTS, "too many runs at once: " + going.size(), "wait for one to end, or stop one");
        }
        long own = going.stream().filter(run -> run.owner().equals(owner)).count();
        if (own >= quota.runsPerClient()) {
            throw ApiError.of(ErrorKind.TOO_MANY_REQUESTS, "too many runs of " + owner + " at once: " + own, "wait for one to end, or stop one");
        }
    }

    private void go(AgentRun run, RunId id, Scenario scenario, RunAuthority authority, RequestedArtifacts wish) {
        try {
            Optional<Path> captures = wish.captures ? Optional.of(run.folder().captures()) : Optional.empty();
            RunResult result = ScenarioRunner.run(id, scenario, authority, Targets.all(), new Artifacts(captures, wish.series),
                event -> told(run, event), run.cancellation());
            run.folder().write(scenario, result);
            run.ended(result);
            metrics.ended(result);
        } catch (IOException | RuntimeException e) {
            run.failed(ApiErrors.of(e));
            metrics.failed();
        } catch (Error e) {
            run.failed(ApiErrors.of(e));
            throw e;
        } finally {
            tell(run);
            boundKept();
        }
    }

    private void told(AgentRun run, RunEvent event) {
        run.told(event);
        eventBroadcast.publish("event", () -> JsonText.line(data(run.id(), event)));
        if (event instanceof RunEvent.Fired fired) {
            metrics.fired(fired.faults().size());
        }
        tell(run);
    }

    private static Map<String, Object> data(String run, RunEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", run);
        data.put("type", RunEventJson.type(event));
        data.put("event", RunEventJson.data(event));
        return data;
    }

    private void tell(AgentRun run) {
        eventBroadcast.publish("run", () -> JsonText.line(run.data()));
    }

    private void forgetOldest() {
        List<AgentRun> over = new ArrayList<>(kept.stream().filter(AgentRun::isOver).toList());
        Collections.reverse(over);
        for (AgentRun run : over.subList(0, Math.max(0, Math.min(over.size(), kept.size() - KEPT)))) {
            kept.remove(run);
            remove(run);
        }
    }

    private static void remove(AgentRun run) {
        try {
            run.folder().remove();
        } catch (IOException e) {
            LOG.error("the files of run {} could not be removed: {}", run.id(), e.getMessage());
        }
    }

    /** Bounds the size of ended runs: drops captures and events of older ones first, then the runs. */
    private synchronized void boundKept() {
        long bytes = 0;
        long characters = 0;
        for (AgentRun run : kept.stream().filter(AgentRun::isOver).toList()) {
            characters += run.events().characters();
            if (characters > KEPT_CHARACTERS) {
                run.events().forget();
            }
            try {
                if (bytes + run.folder().bytes() > KEPT_BYTES) {
                    run.folder().removeCaptures();
                }
                bytes += run.folder().bytes();
            } catch (IOException e) {
                LOG.error("the size of run {} could not be read: {}", run.id(), e.getMessage());
            }
            if (bytes > KEPT_BYTES) {
                kept.remove(run);
                remove(run);
            }
        }
    }

    /** Draws an id, which the kernel's rules and the journal will have, too. */
    private RunId draw() {
        RunId id = RunId.draw();
        return kept.stream().anyMatch(run -> run.id().equals(id.value())) ? draw() : id;
    }
}
