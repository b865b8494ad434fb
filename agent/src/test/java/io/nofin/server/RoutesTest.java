package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.nofin.config.AgentConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

    @TempDir
    private Path directory;

    @Test
    void areThoseOfTheDescriptionAndNoOthers() throws Exception {
        AccessFilter accessFilter = new AccessFilter(new Authenticator(List.of(Entrance.socket()), false), new RequestRate(1), Audit.open(directory.resolve("audit")), new OneTimeLinks());
        AgentServices agentServices = new AgentServices(AgentConfig.STANDARD, new Configuration(directory.resolve("nofin.yaml"), new OwnPorts(List.of())), directory, () -> 0);

        Javalin javalin = Javalin.create(config -> Routes.add(config.routes, accessFilter, agentServices));

        Set<String> routes = new TreeSet<>();
        Set<String> changes = new TreeSet<>();
        Map<String, Set<RouteRole>> looks = new TreeMap<>();
        Map<String, Set<RouteRole>> heads = new TreeMap<>();
        for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
            if (parsed.endpoint.method.isHttpMethod()) {
                HandlerType method = parsed.endpoint.method;
                String route = method + " " + parsed.endpoint.path;
                Set<RouteRole> needs = parsed.endpoint.metadata(Roles.class).getRoles();
                assertEquals(1, needs.size(), route + " says what it needs");
                if (method.equals(HandlerType.HEAD)) {
                    heads.put(parsed.endpoint.path, needs);
                    continue;
                }
                routes.add(route);
                if (method.equals(HandlerType.GET)) {
                    looks.put(parsed.endpoint.path, needs);
                }
                if (needs.contains(RoutePermission.CHANGE)) {
                    changes.add(route);
                }
            }
        }
        assertEquals(OpenApi.operations(), routes);
        assertEquals(looks, heads, "HEAD needs what GET does");
        assertEquals(Set.of("POST /v1/heal", "POST /v1/runs", "POST /v1/runs/{id}/stop", "PUT /v1/faults/{name}", "PATCH /v1/faults/{name}",
            "DELETE /v1/faults/{name}", "POST /v1/monitors", "POST /v1/leases", "DELETE /v1/leases/{id}"), changes);
    }
}
