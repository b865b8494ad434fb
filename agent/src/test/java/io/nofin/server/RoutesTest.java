package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import io.nofin.scenario.AgentConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    @TempDir
    private Path directory;

    @Test
    void areThoseOfTheDescriptionAndNoOthers() throws Exception {
        Admission admission = new Admission(new Doorman(List.of(Door.socket())), new RequestRate(1), Audit.open(directory.resolve("audit")), new Tickets());
        Workings workings = new Workings(AgentConfig.STANDARD, new Configuration(directory.resolve("nofin.yaml"), new OwnPorts(List.of())), directory, timer);

        Javalin javalin = Javalin.create(config -> Routes.add(config.routes, admission, workings));

        Set<String> routes = new TreeSet<>();
        for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
            if (parsed.endpoint.method.isHttpMethod()) {
                routes.add(parsed.endpoint.method + " " + parsed.endpoint.path);
            }
        }
        timer.shutdownNow();
        assertEquals(OpenApi.operations(), routes);
    }
}
