package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A daemon that says what a real one rarely does. */
class DockerEngineTest {

    private static final String ID = "3f".repeat(32);

    private final Deque<String> pids = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/containers/json", 200, () -> "[{\"Id\":\"" + ID + "\",\"Names\":[\"/other/link\",\"/app\"],"
            + "\"State\":\"running\",\"Labels\":null,\"HostConfig\":{\"NetworkMode\":\"front\"}}]");
        answer("/containers/" + ID + "/json", 200, () ->
            "{\"Id\":\"" + ID + "\",\"State\":{\"Pid\":" + (pids.size() > 1 ? pids.pop() : pids.peek()) + "}}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsNamesAndTellsThemFromLinks() throws IOException {
        try (DockerEngine engine = DockerEngine.at(address())) {
            assertEquals(List.of("app"), engine.containers().stream().map(DockerEngine.ListedContainer::name).toList());
        }
    }

    @Test
    void refusesAProcessThatIsNotTheContainersHere() {
        long ownPid = ProcessHandle.current().pid();
        pids.add(Long.toString(ownPid));

        assertEquals("docker:app runs as process " + ownPid + " of the Docker daemon's machine, but that process is not the"
            + " container's here: run nofin on that machine, in its pid namespace", refusal());
    }

    @Test
    void refusesAContainerWhoseProcessKeepsChanging() {
        pids.addAll(List.of("1000001", "1000002", "1000003", "1000004", "1000005", "1000006"));

        assertEquals("docker:app restarts faster than nofin can find it: see docker logs app", refusal());
    }

    @Test
    void saysThatAContainerHasJustStopped() {
        pids.add("0");

        assertEquals("docker:app is not running, but has just stopped: docker start app", refusal());
    }

    @Test
    void passesOnWhatTheDaemonComplainsAbout() {
        server.removeContext("/containers/json");
        answer("/containers/json", 500, () -> "{\"message\":\"out of order\"}");

        assertEquals("asking the Docker daemon at " + addressText()
            + " failed: status 500: out of order: does docker ps work with the same DOCKER_HOST?", refusal());
    }

    private String refusal() {
        return assertThrows(TargetNotFoundException.class,
            () -> new DockerResolver(address()).resolve("t", new TargetSpec.Docker("app"))).getMessage();
    }

    private void answer(String path, int status, Supplier<String> body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private DockerAddress address() throws TargetNotFoundException {
        return DockerAddress.parse(addressText());
    }

    private String addressText() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }
}
