package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.nofin.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the routes of an agent from the router that it uses. */
final class RouteTable {

    private RouteTable() {
    }

    /**
     * Returns what each route needs, by {@code GET /v1/runs/{id}}, those of HEAD too.
     *
     * @param directory an empty one for the audit
     */
    static Map<String, RoutePermission> read(Path directory) throws IOException {
        AccessFilter accessFilter = new AccessFilter(new Authenticator(List.of(Entrance.socket()), false), new PeerLookup(directory.resolve("watchdog")), 1, Audit.open(directory.resolve("audit")), new OneTimeLinks());
        AgentServices agentServices = new AgentServices(AgentConfig.STANDARD, new Configuration(directory.resolve("nofin.yaml"), new OwnPorts(List.of())), directory, () -> 0);
        Javalin javalin = Javalin.create(config -> Routes.add(config.routes, accessFilter, agentServices));
        Map<String, RoutePermission> routes = new TreeMap<>();
        for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
            if (parsed.endpoint.method.isHttpMethod()) {
                String route = parsed.endpoint.method + " " + parsed.endpoint.path;
                Set<RouteRole> needs = parsed.endpoint.metadata(Roles.class).getRoles();
                assertEquals(1, needs.size(), route + " says what it needs");
                routes.put(route, (RoutePermission) needs.iterator().next());
            }
        }
        return routes;
    }
}
