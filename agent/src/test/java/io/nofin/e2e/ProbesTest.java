package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes of a scenario see its faults. */
class ProbesTest extends InWorld {

    private static final String CUT = """
        nofin: 1
        targets: { app: { netns: app }, peer: { netns: peer } }
        faults: { cut: { on: app, peers: peer, drop: silent } }
        timeline: [{ at: 300ms, inject: cut, for: 6s }]
        """;

    @Test
    void followACutAndItsHeal() throws Exception {
        scenario(CUT + """
            probes:
              connect: { from: app, tcp: "peer:7", every: 50ms, timeout: 1s, retry: { attempts: 3 } }
              pool: { from: app, hold: "peer:8", every: 20ms, timeout: 2s, retry: { attempts: 1000 } }
              local: { from: peer, tcp: "10.99.0.2:7", every: 50ms, retry: { attempts: 3 } }
              nobody: { from: app, tcp: "peer:9", every: 50ms, retry: { attempts: 2 }, after-failed: stop }
            """);
        JsonNode report = new ObjectMapper().readTree(run("run", "scenario.yaml", "--json").exitedWith(0).output());

        assertEquals(List.of("up", "down", "failed", "up"), states(report, 0));
        assertEquals(List.of("up", "down", "up"), states(report, 1));
        assertEquals(List.of("up"), states(report, 2));
        assertEquals(List.of("failed"), states(report, 3));
        JsonNode reaction = report.at("/probes/0/reactions/0");
        assertEquals("[\"cut\"]", reaction.get("faults").toString());
        assertTrue(reaction.get("down-after-beginning").asDouble() > 0, reaction.toString());
        assertTrue(reaction.get("failed-after-beginning").asDouble() > reaction.get("down-after-beginning").asDouble(), reaction.toString());
        assertEquals(3, reaction.get("failed-attempts").asInt());
        assertTrue(reaction.get("up-after-heal").asDouble() > 0, reaction.toString());
        assertTrue(report.at("/connections/0/ended-established").asBoolean(), "the held connection lived on: " + report);
        assertNothingIsLeft();
    }

    @Test
    void areToldToAPerson() throws Exception {
        scenario(CUT + """
            probes:
              connect: { from: app, tcp: "peer:7", every: 50ms, timeout: 1s, retry: { attempts: 3 }, on-failure: { exec: "echo alas" } }
            """);
        Nofin.Result result = run("run", "scenario.yaml", "--allow-exec").exitedWith(0);

        assertTrue(result.errors().contains("probe  connect failed: 10.99.0.2 port 7 did not answer within 1 s"), result.toString());
        assertTrue(result.output().matches("(?s).*\nprobe connect: tcp peer:7 from app, every 50\\.0 ms\n  cut \\(\\d+\\.\\d+ s\\): down .*"), result.toString());
        assertTrue(result.output().contains(" after it began, after 3 attempts; up "), result.toString());
        assertTrue(result.output().contains(": echo alas: exit status 0: alas\n"), result.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec: [id]", "tcp: \"peer:7\", on-failure: { exec: id }"})
    void runNoCommandsUnasked(String probe) throws Exception {
        scenario(CUT + "probes: { look: { from: app, " + probe + " } }\n");
        String key = probe.startsWith("exec") ? "probes.look.exec" : "probes.look.on-failure.exec";

        assertEquals("nofin: " + key + " is a command that would run on this host: read the scenario, then add --allow-exec to permit that\n",
            run("run", "scenario.yaml").exitedWith(2).errors());
    }

    @Test
    void askARealServer() throws Exception {
        scenario("""
            nofin: 1
            lab:
              hosts:
                client: {}
                server: { run: [redis-server, --port, "6379", --save, "", --bind, "0.0.0.0", --protected-mode, "no"], wait-for: 6379 }
            faults: { cut: { on: client, peers: server, drop: silent } }
            timeline: [{ at: 500ms, inject: cut, for: 5s }]
            probes:
              ping:
                from: client
                exec: "redis-cli -h 10.77.0.2 ping | grep -q PONG"
                every: 100ms
                timeout: 2s
                retry: { attempts: 1000 }
            """);
        JsonNode report = new ObjectMapper().readTree(run("run", "scenario.yaml", "--allow-exec", "--json").exitedWith(0).output());

        assertEquals(List.of("up", "down", "up"), states(report, 0));
        assertEquals("still running after 2 s, killed", report.at("/probes/0/transitions/1/reason").asText());
    }

    @Test
    void areRunWithoutAScenario() throws Exception {
        try (Nofin monitor = Nofin.start(world, "monitor", "--tcp", PEER + ":7", "--target", "netns:app", "--every", "50ms", "--timeout", "1s",
                "--attempts", "2", "--json", "--on-connect", "echo $NOFIN_STATE >>states", "--on-failure", "echo $NOFIN_STATE >>states")) {
            Wait.until("it is up", () -> Files.exists(world.directory().resolve("states")));
            run("drop", "--target", "netns:app", "--for", "5s").exitedWith(0);
            Wait.until("it is up again", () -> Files.readAllLines(world.directory().resolve("states")).size() == 3);

            Nofin.Result result = monitor.signal("INT").await().exitedWith(0);

            assertEquals(List.of("up", "failed", "up"), Files.readAllLines(world.directory().resolve("states")));
            List<JsonNode> events = events(result);
            assertEquals(List.of("up", "down", "failed", "up"), events.stream().filter(event -> event.get("event").asText().equals("state"))
                .map(event -> event.get("state").asText()).toList());
            assertEquals("end", events.get(events.size() - 1).get("event").asText());
        }
        assertNothingIsLeft();
    }

    @Test
    void sayByTheirExitCodeHowItEnded() throws Exception {
        assertTrue(run("monitor", "--udp", PEER + ":7", "--target", "netns:app", "--for", "3s").exitedWith(0).output()
            .contains("udp 10.99.0.2:7: up at the end; "));
        Nofin.Result refused = run("monitor", "--tcp", "127.0.0.1:9", "--every", "10ms", "--attempts", "3", "--stop-when-failed").exitedWith(1);
        assertTrue(refused.output().contains(
            "tcp 127.0.0.1:9  failed after 3 attempts: 127.0.0.1 port 9 cannot be connected to: Connection refused\n"), refused.toString());
        assertFalse(refused.output().contains("up"), refused.toString());
    }

    @Test
    void areRefusedWhenTheyAreWrong() throws Exception {
        assertEquals("nofin: not a host and a port: 'redis': write for example redis:6379, 10.0.0.1:6379 or [fd00::1]:6379\n",
            run("monitor", "--tcp", "redis").exitedWith(2).errors());
        assertEquals("nofin: this host cannot resolve 'redis': name a target, for example docker:redis:1, an address, or a name in DNS or /etc/hosts\n",
            run("monitor", "--tcp", "redis:1").exitedWith(2).errors());
        assertTrue(run("monitor").exitedWith(2).errors().startsWith("nofin: missing: one of --tcp HOST:PORT, --http URL, "));
        assertTrue(run("monitor", "--tcp", "10.0.0.1:1", "--udp", "10.0.0.1:1").exitedWith(2).errors().contains("mutually exclusive"));
    }

    private static List<JsonNode> events(Nofin.Result result) throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> events = new ArrayList<>();
        for (String line : result.output().lines().toList()) {
            events.add(json.readTree(line));
        }
        return events;
    }

    private static List<String> states(JsonNode report, int probe) {
        return StreamSupport.stream(report.get("probes").get(probe).get("transitions").spliterator(), false)
            .map(change -> change.get("to").asText()).toList();
    }
}
