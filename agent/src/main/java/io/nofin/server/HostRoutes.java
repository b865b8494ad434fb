package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.nofin.api.ApiHeaders;
import io.nofin.api.ErrorKind;
import io.nofin.api.Finding;
import io.nofin.api.JsonText;
import io.nofin.doctor.Doctor;
import io.nofin.host.Healing;
import io.nofin.host.HostStatus;
import io.nofin.host.TargetList;
import io.nofin.host.Traffic;
import io.nofin.host.TrafficMeter;
import io.nofin.plan.FaultNotes;
import io.nofin.report.Diagnosis;
import io.nofin.report.PlanScript;
import io.nofin.report.ProblemReport;
import io.nofin.report.StatusReport;
import io.nofin.run.RunAuthority;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Scenario;
import io.nofin.target.Targets;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Routes for the host, and for scenarios without running them. Those that inspect every namespace use a {@link SharedQuery}. */
final class HostRoutes {

    private static final long UNDO_SECONDS = 60;

    private final RequestBodies requestBodies;
    private final Configuration configuration;
    private final Permissions permissions;
    private final ScenarioRequestReader scenarioReader;
    private final StopAll ends;
    private final SharedQuery<List<Finding>> doctor = new SharedQuery<>("abilities", Doctor::examine);
    private final SharedQuery<StatusReport> status = new SharedQuery<>("faults", HostStatus::now);
    private final SharedQuery<TargetList> targets;
    private final SharedQuery<Traffic> traffic;

    /** Ends everything that clients have begun. */
    interface StopAll {
        /** Returns the runs and faults that would end, in the words of the audit. */
        List<String> now();

        /**
         * Ends everything.
         *
         * @param who     who ends it and how, for the owners
         * @param seconds how long to wait for the end
         */
        void all(String who, long seconds) throws InterruptedException;
    }

    HostRoutes(RequestBodies requestBodies, Configuration configuration, Permissions permissions, ScenarioRequestReader scenarioReader, SharedQuery<TargetList> targets, StopAll ends) {
        this.requestBodies = requestBodies;
        this.configuration = configuration;
        this.permissions = permissions;
        this.scenarioReader = scenarioReader;
        this.targets = targets;
        this.ends = ends;
        TrafficMeter meter = new TrafficMeter();
        this.traffic = new SharedQuery<>("traffic", () -> meter.measure(targets.recent()));
    }

    void doctor(Context request) throws IOException {
        List<Finding> findings = at(request, doctor);
        answer(request, JsonText.of(findings), new Diagnosis(findings).text());
    }

    void targets(Context request) throws IOException {
        TargetList found = at(request, targets);
        found.problem().ifPresent(problem -> request.header(ApiHeaders.NOTE, "no containers: " + problem));
        answer(request, found.json(), found.text("true".equals(request.queryParam("labels"))));
    }

    /** Answers with the descriptions of all keys of faults, from which the page makes its form. */
    void keys(Context request) {
        Responses.json(request, KeyList.data());
    }

    /** Answers with one measurement for all clients, over the time since the last one. Nothing is measured while no client asks. */
    void traffic(Context request) throws IOException {
        Responses.json(request, traffic.recent().data());
    }

    void status(Context request) throws IOException {
        StatusReport found = at(request, status);
        answer(request, found.json(), found.text());
    }

    /** Ends everything before the kernel is inspected, so that runs do not lose rules that they still use. */
    void heal(Context request) throws InvalidDocumentException, IOException, InterruptedException {
        List<String> targets = strings(requestBodies.object(request, Set.of("targets"))).stream().distinct().toList();
        configuration.budget().check("targets", Cost.TARGETS, targets.size());
        AccessFilter.note(request, "targets", targets.isEmpty() ? List.of("everything") : targets);
        AccessFilter.note(request, "ends", targets.isEmpty() ? ends.now() : null);
        AccessFilter.intend(request);
        String who = AccessFilter.caller(request).person() + ": nofin heal";
        Healing.Outcome outcome = targets.isEmpty() ? Healing.ofEverything(who, () -> ends.all(who, UNDO_SECONDS)) : Healing.of(targets, who);
        if (!outcome.failed().isEmpty()) {
            throw ApiError.of(ErrorKind.UNAVAILABLE, String.join("\n", outcome.failed()));
        }
        answer(request, outcome.json(), outcome.text());
    }

    void validate(Context request) throws IOException {
        String file = ScenarioRequestReader.file(request);
        ProblemReport.Findings found = findings(request);
        answer(request, ProblemReport.json(Map.of(Path.of(file), found)), String.join("\n", found.lines(Path.of(file))) + "\n");
    }

    void plan(Context request) throws InvalidDocumentException, IOException {
        Scenario scenario = scenarioReader.read(request);
        RunAuthority authority = permissions.authority(scenario, configuration.of(scenario), AccessFilter.caller(request));
        PlanScript script = PlanScript.of(scenario, ScenarioRunner.plan(scenario, authority, Targets.all()));
        answer(request, JsonText.of(script), script.text());
    }

    private ProblemReport.Findings findings(Context request) throws IOException {
        try {
            return new ProblemReport.Findings(List.of(), FaultNotes.of(scenarioReader.read(request)));
        } catch (InvalidDocumentException e) {
            return new ProblemReport.Findings(e.problems(), List.of());
        }
    }

    /** Asks again for clients on this host, who may have changed something a moment ago. */
    private static <T> T at(Context request, SharedQuery<T> sharedQuery) throws IOException {
        Caller caller = AccessFilter.caller(request);
        return caller.local() ? sharedQuery.fresh(caller.root()) : sharedQuery.recent();
    }

    private static List<String> strings(ObjectNode body) {
        List<String> targets = new ArrayList<>();
        JsonNode given = body.path("targets");
        if (!given.isMissingNode() && !given.isArray()) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "targets is not a list", "send { \"targets\": [\"docker:app\"] }");
        }
        given.forEach(target -> targets.add(target.asText()));
        return targets;
    }

    private static void answer(Context request, String json, String text) {
        if (MediaTypes.wantsText(request)) {
            Responses.text(request, text);
        } else {
            Responses.jsonText(request, json);
        }
    }
}
