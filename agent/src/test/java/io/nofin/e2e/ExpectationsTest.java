package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run is a test: every kind of expectation, where it holds and where it does not. */
class ExpectationsTest extends InWorld {

    private static final String RUN = """
        nofin: 1
        targets: { app: { netns: app }, peer: { netns: peer } }
        faults:
          cut:   { on: app, peers: [10.99.0.2], drop: silent }
          slow:  { on: app, peers: [10.99.0.2], protocol: tcp, direction: out, delay: 100ms }
          lossy: { on: app, peers: [10.99.0.2], protocol: udp, direction: out, loss: { every: 4 } }
        timeline:
          - { at: 1s, inject: cut, for: 3s }
          - { at: 8s, inject: slow, for: 3s }
          - { at: 12s, inject: lossy, for: 4s }
        probes:
          session: { from: app, hold: "10.99.0.2:7", every: 20ms }
          echo: { from: app, udp: "10.99.0.2:7", every: 50ms, timeout: 300ms, retry: { interval: 50ms, attempts: 2 } }
          other: { from: app, tcp: "10.99.0.3:8", every: 200ms }
        """;

    @Test
    void holdWhereTheyAreRight() throws Exception {
        JsonNode report = run(0, """
            expect:
              - { fault: cut, silent: true }
              - { fault: cut, matched-at-least: 10 }
              - { fault: slow, delay: 100ms, within: 60ms }
              - { fault: lossy, loss: 25%, within: 10% }
              - { probe: echo, down-within: 3s, of: cut }
              - { probe: echo, up-within: 4s, after: cut }
              - { probe: echo, failed-after: 2 }
              - { probe: other, stays-up: true }
              - { connection: session, outcome: survives }
              - { exec: "ip -o -4 addr show dev eth0", on: app, contains: "10.99.0.1/24" }
              - { exec: ["false"], status: 1 }
              - { metric: firing-took, below: 2s }
            """);

        report.get("expectations").forEach(one -> assertTrue(one.get("holds").asBoolean(), one.toString()));
        assertTrue(report.get("passed").asBoolean());
        assertEquals("yes", report.get("evidence").get(0).get("cut").get("verdict").get("answer").asText());
    }

    @Test
    void failWhereTheyAreWrong() throws Exception {
        JsonNode report = run(1, """
            expect:
              - { fault: cut, silent: false }
              - { fault: cut, matched-at-least: 1000000 }
              - { fault: slow, delay: 900ms, within: 20ms }
              - { fault: slow, delay: 900ms }
              - { fault: lossy, loss: 80%, within: 10% }
              - { probe: echo, down-within: 1ms, of: cut }
              - { probe: other, down-within: 1s, of: cut }
              - { probe: echo, stays-up: true }
              - { probe: other, failed-after: 2 }
              - { connection: session, outcome: reset }
              - { exec: "echo 10.99.0.1", on: app, contains: "10.99.0.7" }
              - { exec: ["false"] }
              - { exec: ["sleep", "60"], timeout: 200ms }
              - { exec: ["/nonexistent"] }
              - { metric: arming-took, below: 1us }
            """);

        for (JsonNode one : report.get("expectations")) {
            assertEquals("no", one.get("verdict").asText(), one.toString());
            assertTrue(!one.get("holds").asBoolean() && !one.get("seen").asText().isEmpty(), one.toString());
        }
        assertEquals(15, report.get("expectations").size());
        report.get("faults").forEach(fault -> assertTrue(fault.get("took-effect").asBoolean(), fault.toString()));
    }

    @Test
    void whatTheWireDoesNotTellIsUnknownAndFails() throws Exception {
        JsonNode report = run(1, """
            expect:
              - { fault: lossy, delay: 10ms, within: 20ms }
              - { fault: cut, rate: 1mbit }
            """);

        report.get("expectations").forEach(one -> assertEquals("unknown", one.get("verdict").asText(), one.toString()));
    }

    @Test
    void commandsNeedPermission() throws Exception {
        scenario(RUN + "expect: [{ exec: [\"true\"] }]\n");

        assertEquals("nofin: expect[0].exec is a command that would run on this host: read the scenario, then add --allow-exec to permit that\n",
            run("run", "scenario.yaml").exitedWith(2).errors());
    }

    @Test
    void capturesAreKept() throws Exception {
        scenario(RUN);
        run("run", "scenario.yaml", "--pcap", "wire").exitedWith(0);

        List<String> packets = new ArrayList<>();
        for (String host : List.of("app", "peer")) {
            packets.addAll(world.sh("tcpdump -nn -r wire/" + host + ".pcapng tcp port 7 2>/dev/null").lines().toList());
        }
        assertTrue(packets.size() > 100, packets.size() + " packets");
    }

    private JsonNode run(int exitCode, String expectations) throws IOException {
        scenario(RUN + expectations);
        Nofin.Result result = run("run", "scenario.yaml", "--json", "--allow-exec").exitedWith(exitCode);
        assertNothingIsLeft();
        return new ObjectMapper().readTree(result.output());
    }
}
