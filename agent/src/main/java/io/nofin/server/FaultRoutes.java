package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.nofin.api.ApiHeaders;
import io.nofin.api.ErrorKind;
import io.nofin.report.HtmlReport;
import io.nofin.report.JsonReport;
import io.nofin.report.JunitReport;
import io.nofin.report.TextReport;
import io.nofin.run.RunResult;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes for faults that clients keep: put, fired, changed, healed, deleted. */
final class FaultRoutes {

    private static final String FIRING = "firing";
    private static final int CREATED = 201;

    private final Faults faults;
    private final ClientLeases leases;
    private final RequestBodies requestBodies;

    FaultRoutes(Faults faults, ClientLeases leases, RequestBodies requestBodies) {
        this.faults = faults;
        this.leases = leases;
        this.requestBodies = requestBodies;
    }

    void list(Context request) throws IOException {
        Responses.json(request, data(faults.all()));
    }

    void show(Context request) throws IOException {
        Responses.json(request, faults.get(name(request)).data());
    }

    void put(Context request) throws InvalidDocumentException, IOException {
        Caller caller = AccessFilter.caller(request);
        ObjectNode body = requestBodies.object(request);
        note(request, body);
        FaultSpec spec = FaultSpec.read(name(request), body, faults.budget());
        AccessFilter.note(request, "effect", spec.effect());
        Optional<String> lease = Optional.ofNullable(request.header(ApiHeaders.LEASE));
        lease.ifPresent(id -> leases.check(id, caller.name()));
        faults.find(spec.name()).ifPresent(before -> AccessFilter.note(request, "before", AuditNotes.of(before)));
        AccessFilter.intend(request);
        Faults.PutResult put = faults.put(spec, caller, lease);
        lease.ifPresent(id -> attach(id, caller));
        request.status(put.isNew() ? CREATED : 200);
        Responses.json(request, put.fault().lastData());
    }

    /** Changes a fault. A request that only opens or closes gates must be fast, so it asks nothing else of the kernel. */
    void patch(Context request) throws InvalidDocumentException, IOException {
        String name = name(request);
        Caller caller = AccessFilter.caller(request);
        ObjectNode changes = requestBodies.object(request);
        note(request, changes);
        JsonNode firing = changes.remove(FIRING);
        if (firing != null && !firing.isBoolean()) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "firing is neither true nor false", "send { \"firing\": true }");
        }
        Optional<Duration> length = RequestBodies.duration(changes, FaultSpec.FOR);
        AgentFault fault = faults.get(name);
        AccessFilter.note(request, "before", AuditNotes.of(fault));
        AccessFilter.intend(request);
        boolean isLengthOnly = changes.size() == 1 && length.isPresent();
        boolean prolongs = firing == null && isLengthOnly && fault.remaining().isPresent();
        if (!changes.isEmpty() && !(isLengthOnly && (firing != null || prolongs))) {
            fault = faults.change(name, caller, changes);
        }
        if (prolongs || firing != null && firing.asBoolean()) {
            fault = faults.fire(name, caller, length);
        } else if (firing != null) {
            fault = faults.heal(name, caller);
        }
        AccessFilter.note(request, "after", AuditNotes.of(fault));
        Responses.json(request, fault.lastData());
    }

    void delete(Context request) throws IOException {
        String name = name(request);
        AccessFilter.note(request, "fault", name);
        String type = MediaTypes.choose(request, List.of(MediaTypes.JSON, MediaTypes.TEXT, MediaTypes.HTML, MediaTypes.XML));
        AgentFault fault = faults.get(name);
        FaultSpec spec = fault.spec();
        AccessFilter.note(request, "before", AuditNotes.of(fault));
        AccessFilter.intend(request);
        RunResult result = faults.delete(name, AccessFilter.caller(request));
        String report = switch (type) {
            case MediaTypes.TEXT -> TextReport.of(result);
            case MediaTypes.HTML -> HtmlReport.of(spec.scenario(), result);
            case MediaTypes.XML -> JunitReport.of(result);
            default -> JsonReport.of(result);
        };
        Responses.of(request, type, report.getBytes(StandardCharsets.UTF_8));
    }

    static List<Map<String, Object>> data(List<AgentFault> all) throws IOException {
        List<Map<String, Object>> data = new ArrayList<>();
        for (AgentFault fault : all) {
            data.add(fault.data());
        }
        return data;
    }

    /** Attaches the fault to the lease, which may have ended a moment ago. */
    private void attach(String lease, Caller caller) {
        try {
            leases.attach(lease, caller.name(), faults.ending(lease));
        } catch (ApiError ended) {
            faults.end(Optional.of(lease));
            throw ended;
        }
    }

    private static void note(Context request, ObjectNode body) {
        AccessFilter.note(request, "fault", name(request));
        AccessFilter.note(request, AuditNotes.asked(body));
    }

    private static String name(Context request) {
        return request.pathParam("name");
    }
}
