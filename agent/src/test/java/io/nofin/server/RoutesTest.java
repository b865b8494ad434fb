package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import io.nofin.scenario.AgentConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

    @TempDir
    private Path directory;

    @Test
    void areThoseOfTheDescriptionAndNoOthers() throws Exception {
        Admission admission = new Admission(new Doorman(List.of(Door.socket()), false), new RequestRate(1), Audit.open(directory.resolve("audit")), new Tickets());
        Workings workings = new Workings(AgentConfig.STANDARD, new Configuration(directory.resolve("nofin.yaml"), new OwnPorts(List.of())), directory, () -> 0);

        Javalin javalin = Javalin.create(config -> Routes.add(config.routes, admission, workings));

        Set<String> routes = new TreeSet<>();
        Set<String> changes = new TreeSet<>();
        for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
            if (parsed.endpoint.method.isHttpMethod()) {
                String route = parsed.endpoint.method + " " + parsed.endpoint.path;
                routes.add(route);
                assertEquals(1, parsed.endpoint.metadata(Roles.class).getRoles().size(), route + " says what it needs");
                if (parsed.endpoint.metadata(Roles.class).getRoles().contains(Need.CHANGE)) {
                    changes.add(route);
                }
            }
        }
        assertEquals(OpenApi.operations(), routes);
        assertEquals(Set.of("POST /v1/heal", "POST /v1/runs", "POST /v1/runs/{id}/stop", "PUT /v1/faults/{name}", "PATCH /v1/faults/{name}",
            "DELETE /v1/faults/{name}", "POST /v1/leases", "DELETE /v1/leases/{id}"), changes);
    }
}
