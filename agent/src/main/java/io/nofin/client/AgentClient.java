package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.api.ApiHeaders;
import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.FaultState;
import io.nofin.api.Form;
import io.nofin.api.RunListener;
import io.nofin.api.RunState;
import io.nofin.unit.Durations;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks an agent to do what this process could do itself. Exceptions are those that this process would throw if it tried, where such
 * exist, else {@link AgentException}; {@link AgentUnreachableException} when no answer comes. May be used from any thread.
 */
public final class AgentClient implements AutoCloseable {

    private static final String YAML = "application/yaml";
    private static final String RUNS = "/v1/runs";
    private static final String FAULTS = "/v1/faults";

    private static final Duration IDLE = Duration.ofSeconds(20);            // of an event stream, in which a comment is sent every 5 s

    private final Wire wire;

    private AgentClient(Wire wire) {
        this.wire = wire;
    }

    /** Returns a client that is not connected yet: the first request connects. */
    public static AgentClient at(AgentSocket socket) {
        return new AgentClient(new Wire(socket));
    }

    /**
     * Serves the agent's page to a browser on this host.
     *
     * @param port  on 127.0.0.1; 0 for a free one
     * @param users ids of the users whose sockets are answered
     * @throws IOException when the port cannot be bound
     */
    public LocalPage page(int port, Set<Integer> users) throws IOException {
        return LocalPage.open(new Wire(wire.socket()), port, users);
    }

    public String status(Form form) throws IOException {
        return wire.text(get("/v1/status", form));
    }

    /**
     * @param labels whether the text for a person includes labels and ids
     * @param notes  receives a message for each part of the list that is missing, with the reason
     */
    public String targets(Form form, boolean labels, Consumer<String> notes) throws IOException {
        try (Reply reply = wire.send(get("/v1/targets", form).param("labels", Boolean.toString(labels)))) {
            reply.head().values(ApiHeaders.NOTE).forEach(notes);
            return reply.text();
        }
    }

    public String doctor(Form form) throws IOException {
        return wire.text(get("/v1/doctor", form));
    }

    /** @param targets in the notation of the command line; empty heals everything, which ends all runs and faults */
    public String heal(List<String> targets, Form form) throws IOException {
        Map<String, Object> body = targets.isEmpty() ? Map.of() : Map.of("targets", targets);
        return wire.text(ApiRequest.of("POST", "/v1/heal").json(body).accept(form));
    }

    /** @param yaml a scenario; its problems are in the answer */
    public String validate(String yaml, Form form) throws IOException {
        return wire.text(yaml("/v1/scenarios/validate", yaml).accept(form));
    }

    /** @param yaml a scenario */
    public String plan(String yaml, Form form) throws InvalidDocumentException, IOException {
        return ofScenario(() -> wire.text(yaml("/v1/scenarios/plan", yaml).accept(form)));
    }

    /**
     * Runs a scenario to its end, or until cancelled; the run ends at the latest with this process. The agent keeps the captures that
     * {@code artifacts} asks for: {@link EndedRun#capture} gets them.
     *
     * @throws InvalidDocumentException when the agent rejects the scenario
     * @throws IOException       what the run would throw in this process, or because the agent is lost; then the run ends by itself
     */
    public EndedRun run(String yaml, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException {
        try (Lease lease = lease()) {
            ApiRequest request = yaml(RUNS, yaml).header(ApiHeaders.LEASE, lease.id())
                .param("captures", Boolean.toString(artifacts.captures().isPresent())).param("series", Boolean.toString(artifacts.series()));
            RunState begun = ofScenario(() -> RunState.of(wire.json(request)));
            return new FollowedRun(wire, one(RUNS, begun.id()), listener).toItsEnd(cancellation);
        }
    }

    /**
     * Makes a probe at the agent, until it ends or the result is closed.
     *
     * @param body the body of {@code POST /v1/monitors}
     */
    public ConnectionEvents monitor(JsonNode body) throws IOException {
        return new ConnectionEvents(wire.send(
            ApiRequest.of("POST", "/v1/monitors").json(body).header("Accept", "text/event-stream").waiting(IDLE)));
    }

    /** Returns the runs, newest first. */
    public List<RunState> runs() throws IOException {
        List<RunState> runs = new ArrayList<>();
        wire.json(get(RUNS, Form.JSON)).forEach(run -> runs.add(RunState.of(run)));
        return runs;
    }

    /** Heals the run's faults, and ends the run. */
    public RunState stop(String run) throws IOException {
        return RunState.of(wire.json(ApiRequest.of("POST", one(RUNS, run) + "/stop").json(Map.of())));
    }

    public List<FaultState> faults() throws IOException {
        List<FaultState> faults = new ArrayList<>();
        wire.json(get(FAULTS, Form.JSON)).forEach(fault -> faults.add(FaultState.of(fault)));
        return faults;
    }

    public FaultState fault(String name) throws IOException {
        return FaultState.of(wire.json(get(one(FAULTS, name), Form.JSON)));
    }

    /**
     * Arms a fault, in place of an earlier one of that name, and fires it unless it is to be armed only.
     *
     * @param spec  maps, lists, strings, numbers and booleans: as an entry under {@code faults} of a scenario, and {@code for}
     * @param lease the lease with which the fault ends
     */
    public FaultState put(String name, Map<String, ?> spec, Optional<Lease> lease) throws InvalidDocumentException, IOException {
        return ofScenario(() -> {
            ApiRequest request = ApiRequest.of("PUT", one(FAULTS, name)).json(spec);
            return FaultState.of(wire.json(lease.map(held -> request.header(ApiHeaders.LEASE, held.id())).orElse(request)));
        });
    }

    /** Changes the specification with which the fault was put. */
    public FaultState patch(String name, Map<String, ?> change) throws InvalidDocumentException, IOException {
        return ofScenario(() -> FaultState.of(wire.json(ApiRequest.of("PATCH", one(FAULTS, name)).json(change))));
    }

    /** Fires the fault for {@code length}. If it is firing already, its time starts again. */
    public FaultState fire(String name, Duration length) throws InvalidDocumentException, IOException {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("firing", true);
        change.put("for", Durations.format(length));
        return patch(name, change);
    }

    /** Heals the fault; it stays armed. */
    public FaultState heal(String name) throws InvalidDocumentException, IOException {
        return patch(name, Map.of("firing", false));
    }

    /** Heals and disarms the fault, and returns its report. */
    public String remove(String name, Form form) throws IOException {
        return wire.text(ApiRequest.of("DELETE", one(FAULTS, name)).accept(form));
    }

    /** Takes a lease, which lasts while it is open and this process lives. */
    public Lease lease() throws IOException {
        return Lease.take(wire);
    }

    /** Returns the events from now on, beginning with a {@code snapshot}. */
    public EventStream events() throws IOException {
        return EventStream.open(wire, "/v1/events");
    }

    @Override
    public void close() {
        wire.close();
    }

    private static ApiRequest get(String path, Form form) {
        return ApiRequest.of("GET", path).accept(form);
    }

    /** @param name as the user typed it */
    private static String one(String collection, String name) {
        return collection + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ApiRequest yaml(String path, String text) {
        return ApiRequest.of("POST", path).content(YAML, text.getBytes(StandardCharsets.UTF_8));
    }

    private interface Asking<T> {
        T ask() throws IOException;
    }

    private static <T> T ofScenario(Asking<T> asking) throws InvalidDocumentException, IOException {
        try {
            return asking.ask();
        } catch (AgentException e) {
            if (!e.problems().isEmpty()) {
                throw new InvalidDocumentException(e.problems());
            }
            throw e;
        }
    }
}
