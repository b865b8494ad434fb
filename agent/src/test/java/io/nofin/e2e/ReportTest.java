package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.nofin.report.ReportSchema;
import io.nofin.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Real runs write reports. */
class ReportTest extends InWorld {

    private static final JsonSchema SCHEMA =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ReportSchema.text());
    private static final String EVERYTHING = """
        nofin: 1
        name: everything
        targets: { app: { netns: app }, peer: { netns: peer } }
        faults:
          cut: { on: app, peers: peer, drop: silent }
          slow: { on: app, peers: peer, delay: 80ms, loss: 10%, engine: queue }
        timeline:
          - { at: 500ms, inject: cut, for: 1s }
          - { at: 3s, inject: slow, for: 2s }
        probes:
          pool: { from: app, hold: "peer:8", every: 20ms, timeout: 200ms, retry: { attempts: 100 } }
          query: { from: app, udp: "peer:7", every: 20ms, timeout: 200ms, on-disconnect: { exec: "echo gone" } }
        expect:
          - { fault: cut, silent: true }
          - { fault: slow, delay: 80ms, within: 60ms }
          - { probe: pool, down-within: 20s, of: cut }
          - { probe: query, stays-up: true }
          - { exec: [echo, "<here>"], contains: here }
        """;

    @Test
    void areAPageAndDataAndTestCases() throws Exception {
        scenario(EVERYTHING);
        String printed = run("run", "scenario.yaml", "--allow-exec", "--json", "--report", "made/anew").exitedWith(1).output();
        Path folder = world.directory().resolve("made/anew");
        JsonNode report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());

        assertEquals(printed, Files.readString(folder.resolve("report.json")));
        assertEquals(Set.of(), SCHEMA.validate(report));
        assertTrue(Files.readString(folder.resolve("junit.xml")).contains("tests=\"8\" failures=\"1\" errors=\"0\""));
        try (Browser browser = Browser.start(Files.createDirectory(world.directory().resolve("browser")))) {
            browser.shape(1280, 900, false).open(folder.resolve("report.html"));
            assertEquals(List.of(), browser.complaints());
            assertEquals(4, browser.evaluate("document.querySelectorAll('canvas').length").asInt());
        }
    }

    @Test
    void haveWhatCountersSaidMeanwhile() throws Exception {
        scenario(EVERYTHING);
        run("run", "scenario.yaml", "--allow-exec", "--report", "report").exitedWith(1);
        JsonNode report = new ObjectMapper().readTree(world.directory().resolve("report/report.json").toFile());
        JsonNode series = report.get("series");

        assertEquals("[]", series.get("notes").toString());
        assertEquals("app", series.at("/hosts/0/host").asText());
        assertEquals(series.at("/hosts/0/at").size(), series.at("/hosts/0/out").size());
        assertTrue(last(series.at("/hosts/0/out")) > 100, "heartbeats and queries: " + series.at("/hosts/0/out"));
        long met = StreamSupport.stream(report.at("/faults/0/matched").spliterator(), false).mapToLong(count -> count.get("packets").asLong()).sum();
        assertEquals(met, last(series.at("/faults/0/out")) + last(series.at("/faults/0/in")), "of the cut");
        assertTrue(series.at("/probes/0/latency").size() > 50, "attempts of the pool");
        assertTrue(last(series.at("/connections/0/sent-again")) > 0, "TCP sent again what was cut");
    }

    @Test
    void leaveOutWhatNobodyAskedFor() throws Exception {
        JsonNode report = new ObjectMapper().readTree(
            run("drop", "--target", "netns:app", "--for", "100ms", "--optional", "--json").exitedWith(0).output());

        assertTrue(report.get("series").isNull());
        assertEquals(Set.of(), SCHEMA.validate(report));
    }

    @Test
    void areRefusedWhereNothingCanBeWritten() throws Exception {
        scenario(EVERYTHING);

        assertEquals("nofin: --report: scenario.yaml cannot be created: name a folder, or a path where one can be created\n",
            run("run", "scenario.yaml", "--allow-exec", "--report", "scenario.yaml").exitedWith(2).errors());
        assertEquals("urn:nofin:report:1", new ObjectMapper().readTree(run("schema", "--report").exitedWith(0).output()).get("$id").asText());
    }

    private static long last(JsonNode column) {
        return column.get(column.size() - 1).asLong();
    }
}
