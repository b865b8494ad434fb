package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.ApiHeaders;
import io.nofin.api.ErrorKind;
import io.nofin.scenario.Scenario;
import io.nofin.unit.Durations;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes for runs of scenarios: begun, followed, stopped, reported. */
final class RunRoutes {

    private static final String SINCE = "Nofin-Runs-Since";

    /** The policy of reports, which permits their own scripts. They get an opaque origin, so that they cannot call the agent. */
    private static final String REPORT_POLICY = "sandbox allow-scripts; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String PCAPNG = "application/vnd.tcpdump.pcap";
    private static final long UNDO_SECONDS = 60;
    private static final int CREATED = 201;

    private final Runs runs;
    private final ClientLeases leases;
    private final IdempotencyKeys keys;
    private final ScenarioRequestReader scenarioReader;
    private final ServerSentEvents serverSentEvents;
    private final OneTimeLinks oneTimeLinks;

    RunRoutes(Runs runs, ClientLeases leases, ScenarioRequestReader scenarioReader, ServerSentEvents serverSentEvents, OneTimeLinks oneTimeLinks) {
        this.runs = runs;
        this.leases = leases;
        this.keys = new IdempotencyKeys();
        this.scenarioReader = scenarioReader;
        this.serverSentEvents = serverSentEvents;
        this.oneTimeLinks = oneTimeLinks;
    }

    void create(Context request) throws InvalidDocumentException, IOException {
        Scenario scenario = scenarioReader.read(request);
        Caller caller = AccessFilter.caller(request);
        AccessFilter.note(request, "scenario", scenario.name());
        AccessFilter.note(request, "targets", scenario.targets().values().stream().map(Object::toString).toList());
        AccessFilter.note(request, "faults", scenario.faults().keySet().stream().toList());
        AccessFilter.note(request, "length", Durations.format(scenario.length()));
        AccessFilter.intend(request);
        String key = request.header(ApiHeaders.IDEMPOTENCY_KEY);
        if (key == null) {
            answer(request, CREATED, start(request, scenario, caller));
            return;
        }
        synchronized (keys) {           // two equal requests at once are one run
            String what = scenario + " " + request.queryString();
            Optional<String> before = keys.find(caller.name(), key, what);
            AgentRun run = before.isPresent() ? runs.get(before.get()) : start(request, scenario, caller);
            keys.keep(caller.name(), key, what, run.id());
            answer(request, before.isPresent() ? 200 : CREATED, run);
        }
    }

    void list(Context request) {
        request.header(SINCE, runs.since().toString());
        Responses.json(request, runs.all().stream().map(AgentRun::data).toList());
    }

    void show(Context request) {
        Responses.json(request, run(request).data());
    }

    void stop(Context request) throws InterruptedException {
        AgentRun run = run(request);
        mayEnd(request, run);
        AccessFilter.intend(request);
        Caller caller = AccessFilter.caller(request);
        if (caller.name().equals(run.owner())) {
            run.stop();
        } else {
            run.stop(caller.person() + ": nofin stop");
        }
        if (!run.awaitEnd(UNDO_SECONDS)) {
            throw ApiError.of(ErrorKind.BUSY, "the run did not end in " + UNDO_SECONDS + " s: its gates close by themselves", "POST /v1/heal removes the rest");
        }
        Responses.json(request, run.data());
    }

    void events(Context request) throws IOException {
        AgentRun run = run(request);
        long seen = lastSeen(request);
        serverSentEvents.serve(request, stream -> {
            long id = seen;
            while (stream.isOpen() && !run.events().isOver(id)) {
                List<EventLog.Event> events = run.events().after(id, ServerSentEvents.HEARTBEAT_MILLIS);
                for (EventLog.Event event : events) {
                    stream.event(event.id(), event.type(), event.data());
                    id = event.id();
                }
                if (events.isEmpty()) {
                    stream.heartbeat();
                }
            }
        });
    }

    void report(Context request) throws IOException {
        AgentRun run = run(request);
        String type = MediaTypes.choose(request, List.of(MediaTypes.JSON, MediaTypes.TEXT, MediaTypes.HTML, MediaTypes.XML));
        if (!run.isOver()) {
            throw ApiError.of(ErrorKind.CONFLICT, "run " + run.id() + " has not ended yet", "follow /v1/runs/" + run.id() + "/events until 'ended'");
        }
        if (!run.hasReport()) {
            throw run.problem().orElseThrow();
        }
        if (type.equals(MediaTypes.HTML)) {
            request.header("Content-Security-Policy", REPORT_POLICY);
        }
        Responses.of(request, type, Files.readAllBytes(run.folder().report(type)));
    }

    /** Issues an address by which the agent's page opens the report in a new tab, which cannot send a token. */
    void ticket(Context request) {
        String path = "/v1/runs/" + run(request).id() + "/report";
        Responses.json(request, Map.of("href", path + "?" + OneTimeLinks.PARAMETER + "=" + oneTimeLinks.issue(path, AccessFilter.caller(request), System.nanoTime())));
    }

    void captures(Context request) throws IOException {
        Responses.json(request, run(request).folder().captureNames());
    }

    void capture(Context request) throws IOException {
        AgentRun run = run(request);
        if (!run.isOver()) {
            throw ApiError.of(ErrorKind.CONFLICT, "run " + run.id() + " has not ended yet: captures are written at its end", "wait for it");
        }
        String name = request.pathParam("name");
        Path file = run.folder().capture(name).orElseThrow(() -> ApiError.of(ErrorKind.NOT_FOUND, "no such capture: " + name,
            "see /v1/runs/" + run.id() + "/captures; only runs with captures=true have any"));
        request.contentType(PCAPNG).result(Files.newInputStream(file));
    }

    private AgentRun start(Context request, Scenario scenario, Caller caller) throws InvalidDocumentException, IOException {
        String lease = request.header(ApiHeaders.LEASE);
        if (lease != null) {
            leases.check(lease, caller.name());
        }
        AgentRun run = runs.start(scenario, caller, new Runs.RequestedArtifacts(flag(request, "captures"), flag(request, "series")));
        if (lease != null) {
            attach(lease, caller, run);
        }
        return run;
    }

    /** Attaches the run to the lease, which may have ended a moment ago. */
    private void attach(String lease, Caller caller, AgentRun run) {
        try {
            leases.attach(lease, caller.name(), run);
        } catch (ApiError ended) {
            run.stop();
            throw ended;
        }
    }

    private static void answer(Context request, int status, AgentRun run) {
        AccessFilter.note(request, "run", run.id());
        request.status(status);
        request.header("Location", "/v1/runs/" + run.id());
        Responses.json(request, run.data());
    }

    private AgentRun run(Context request) {
        return runs.get(request.pathParam("id"));
    }

    private static void mayEnd(Context request, AgentRun run) {
        AccessFilter.note(request, "run", run.id());
        AccessFilter.note(request, "owner", run.owner());
        if (!AccessFilter.caller(request).mayEnd(run.owner())) {
            throw ApiError.of(ErrorKind.FORBIDDEN, "run " + run.id() + " is " + run.owner() + "'s", "ask its owner, or stop everything with POST /v1/heal");
        }
    }

    private static boolean flag(Context request, String name) {
        String given = Optional.ofNullable(request.queryParam(name)).orElse("false");
        if (!List.of("true", "false").contains(given)) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, name + " is neither true nor false: " + given, "send " + name + "=true, or leave it out");
        }
        return given.equals("true");
    }

    private static long lastSeen(Context request) {
        String given = Optional.ofNullable(request.header(ApiHeaders.LAST_EVENT_ID)).orElse("0");
        if (!given.matches("[0-9]{1,9}")) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "not a Last-Event-ID: " + given, "send the id of an event, or leave it out");
        }
        return Long.parseLong(given);
    }
}
