package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.HostNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.HttpAnswers;
import io.nofin.testing.KernelTest;
import io.nofin.testing.NameServer;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent in an empty network of its own, as its service has it: what it does in the host's, and that its own stays empty. */
@KernelTest
@Timeout(300)
class AgentElsewhereTest {

    private static final String OK = "HTTP/1.0 200 OK\r\n\r\n";
    private static final String CUT_HOST = "{\"on\": [\"host\"], \"allow-host\": true, \"drop\": \"silent\", \"for\": \"1m\", \"armed-only\": true}";
    private static final String RUN = """
        nofin: 1
        allow-host: true
        targets: { app: { netns: app }, me: { host: true } }
        faults: { cut: { on: app, peers: peer.example, drop: silent, optional: true } }
        timeline: [ { inject: cut, for: 300ms } ]
        probes:
          name:    { from: me, http: "http://name.example:PORT/probe" }
          webhook: { from: app, tcp: "10.99.0.2:9", retry: { attempts: 1 }, on-failure: { webhook: "http://name.example:PORT/webhook" } }
          called:  { from: app, tcp: "10.99.0.2:9", retry: { attempts: 1 }, on-failure: { exec: "curl -s http://127.0.0.1:PORT/called" } }
        expect:
          - { exec: "curl -s http://127.0.0.1:PORT/expected" }
        """;

    private World world;

    @BeforeEach
    void makeWorld(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        world.sh("ip netns add empty && ip -n empty link set lo up");
    }

    @AfterEach
    void endWorld() throws IOException {
        world.close();
    }

    @Test
    void listensInTheHostsNetworkAndNotInItsOwn() throws Exception {
        NewToken token = NewToken.draw("ci", false);
        Path tokens = AgentProcess.tokens(world, token);
        try (AgentProcess agent = start(Map.of(), "listen: [{ address: \"127.0.0.1:" + AgentProcess.PORT + "\", tokens: " + tokens + " }]")) {
            agent.tcp().with("Authorization", "Bearer " + token.token()).get("/v1/version").is(200);

            assertEquals("", world.sh("ip netns exec empty ss -Hltun"));
            assertEquals(world.namespace("empty").id(), NetworkNamespace.Id.of(Path.of("/proc", Long.toString(agent.process().pid()), "ns/net")));
            end(agent);
        }
    }

    @Test
    void asksNamesProbesAndCallsBackFromTheHostsNetwork() throws Exception {
        try (HttpAnswers here = HttpAnswers.start(world.host(), OK); NameServer names = NameServer.start(world.host(), () -> List.of("127.0.0.1"));
                NameServer ofTarget = NameServer.start(world.namespace("app"), () -> List.of("10.99.0.2"));
                AgentProcess agent = start(Map.of())) {
            String path = agent.http().ask("POST", "/v1/runs", RUN.replace("PORT", Integer.toString(here.port()))).is(201).headers().get("location");
            agent.http().events(path + "/events");

            String report = agent.http().get(path + "/report").is(200).body();
            for (String wanted : List.of("GET /probe HTTP/1.0", "POST /webhook HTTP/1.1", "GET /called HTTP/1.1", "GET /expected HTTP/1.1")) {
                assertTrue(here.requests().contains(wanted), wanted + " is not in " + here.requests() + ", " + names + ", " + ofTarget + ": " + report);
            }
            end(agent);
        }
    }

    @Test
    void monitorsFromTheHostsNetwork() throws Exception {
        try (HttpAnswers here = HttpAnswers.start(world.host(), OK); NameServer names = NameServer.start(world.host(), () -> List.of("127.0.0.1"));
                AgentProcess agent = start(Map.of())) {
            String events = agent.http().ask("POST", "/v1/monitors",
                "{\"from\": \"host\", \"http\": \"http://name.example:" + here.port() + "/monitor\", \"every\": \"100ms\", \"for\": \"1s\"}").is(200).body();

            assertTrue(here.requests().contains("GET /monitor HTTP/1.0"), here.requests() + ", " + names + ": " + events);
            end(agent);
        }
    }

    @Test
    void faultsTheHostAndItsGuardHealsIt() throws Exception {
        try (AgentProcess agent = start(Map.of())) {
            agent.http().ask("PUT", "/v1/faults/cut", CUT_HOST).is(201);
            assertFalse(world.traces("host").isEmpty());
            assertEquals(List.of(), world.traces("empty"));

            agent.process().kill();

            Wait.until("its guard has healed the host", () -> world.traces("host").isEmpty());
        }
    }

    @Test
    void knowsTheHostByAnyNameAndItselfByNone() throws Exception {
        try (AgentProcess agent = start(Map.of())) {
            String refused = agent.http().ask("PUT", "/v1/faults/cut", CUT_HOST.replace("\"host\"", "\"pid:1\"")).is(404).body();
            assertTrue(refused.contains("shares the host's network namespace"), refused);
            String targets = agent.http().get("/v1/targets").is(200).body();
            assertTrue(targets.contains("\"host\"") && targets.contains("netns:app") && !targets.contains("pid:"), targets);
            end(agent);
        }
    }

    @Test
    void listsTheHostWhereItLivesThereAfterAll() throws Exception {
        try (AgentProcess agent = AgentProcess.startElsewhere(world, "/proc/1/ns/net", Map.of())) {
            assertTrue(agent.http().get("/v1/targets").is(200).body().contains("\"host\""));
            end(agent);
        }
    }

    @Test
    void asksDockerOverTcpFromTheHostsNetwork() throws Exception {
        try (HttpAnswers docker = HttpAnswers.start(world.host(), OK + "[]");
                AgentProcess agent = start(Map.of("DOCKER_HOST", "tcp://localhost:" + docker.port()))) {
            agent.http().get("/v1/targets").is(200);

            assertTrue(docker.requests().stream().anyMatch(request -> request.contains("/containers/json")), docker.requests().toString());
            end(agent);
        }
    }

    @Test
    void knowsTheHostsOwnAddressesFromOthers() throws Exception {
        NewToken token = NewToken.draw("ci", false);
        Path tokens = AgentProcess.tokens(world, token);
        world.sh("ip addr add 10.97.0.1/32 dev lo");
        try (AgentProcess agent = start(Map.of(), "allow-host: true",
                "listen: [{ address: \"127.0.0.1:" + AgentProcess.PORT + "\", tokens: " + tokens + " }]")) {
            Http operator = agent.tcp().with("Authorization", "Bearer " + token.token());
            String path = operator.ask("POST", "/v1/runs", """
                nofin: 1
                allow-host: true
                targets: { me: { host: true } }
                faults: { cut: { on: me, peers: 10.98.0.77, drop: silent, optional: true } }
                timeline: [ { inject: cut, for: 100ms } ]
                probes: { p: { from: me, tcp: "10.97.0.1:7440" } }
                """).is(201).headers().get("location");
            operator.events(path + "/events");

            String ended = operator.get(path).is(200).body();
            assertTrue(ended.contains("from the host's network only root may reach 10.97.0.1"), ended);
            end(agent);
        }
    }

    /**
     * Spares the SSH session of the agent's client: a process on a unix socket of the host's network, which the kernel lists in that
     * network alone.
     */
    @Test
    void sparesTheSshSessionOfWhoAsks() throws Exception {
        try (AgentProcess agent = start(Map.of())) {
            world.sh("SSH_CONNECTION='10.1.1.1 5000 10.1.1.2 22' sh -c 'curl -sS --fail-with-body --unix-socket " + AgentProcess.socket(world)
                + " -X PUT -H \"Content-Type: application/json\" -d \"$0\" http://nofin/v1/faults/cut; exit' '" + CUT_HOST + "'");

            assertTrue(world.rules("host").contains("10.1.1.1/32"), world.rules("host"));
            end(agent);
        }
    }

    @Test
    void saysWhenItCannotEnterTheHostsNetwork() throws Exception {
        try (Nofin agent = AgentProcess.launch(world, Map.of(HostNetwork.VARIABLE, "/proc/1/ns/pid"))) {
            String said = agent.await().exitedWith(3).errors();

            assertTrue(said.contains("the host's network cannot be entered: NOFIN_HOST_NETNS=/proc/1/ns/pid: "), said);
        }
    }

    private AgentProcess start(Map<String, String> environment, String... more) throws IOException {
        return AgentProcess.startElsewhere(world, "/run/netns/empty", environment, more);
    }

    private static void end(AgentProcess agent) throws Exception {
        agent.process().signal("TERM").await().exitedWith(0);
    }
}
