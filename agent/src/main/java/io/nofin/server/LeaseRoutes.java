package io.nofin.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Routes for leases: begun, renewed, ended. */
final class LeaseRoutes {

    private static final Duration STANDARD = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final ClientLeases leases;
    private final RequestBodies requestBodies;

    LeaseRoutes(ClientLeases leases, RequestBodies requestBodies) {
        this.leases = leases;
        this.requestBodies = requestBodies;
    }

    void begin(Context request) throws IOException {
        ObjectNode body = requestBodies.object(request, Set.of("ttl"));
        Duration ttl = RequestBodies.duration(body, "ttl").orElse(STANDARD);
        AccessFilter.note(request, "ttl", Durations.format(ttl));
        AccessFilter.intend(request);
        String id = leases.begin(AccessFilter.caller(request).name(), ttl);
        request.status(CREATED);
        request.header("Location", "/v1/leases/" + id);
        Responses.json(request, data(id, ttl));
    }

    void renew(Context request) {
        String id = request.pathParam("id");
        Responses.json(request, data(id, leases.renew(id, AccessFilter.caller(request).name())));
    }

    void end(Context request) {
        AccessFilter.intend(request);
        leases.end(request.pathParam("id"), AccessFilter.caller(request).name());
        request.status(NO_CONTENT);
    }

    private static Map<String, Object> data(String id, Duration ttl) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("ttl", Durations.format(ttl));
        return data;
    }
}
