package io.nofin.report;

import static io.nofin.report.Samples.EVERYONE;
import static io.nofin.report.Samples.TURN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.probe.CutEvidence;
import io.nofin.run.RunResult;
import io.nofin.scenario.Side;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void hasTheFieldsThatMachinesRelyOn() {
        assertEquals("""
            {
              "nofin-report" : 1,
              "scenario" : "test",
              "run" : "abcdef",
              "seed" : 7,
              "started" : "2026-01-02T03:04:05Z",
              "passed" : false,
              "outcome" : "failed",
              "interrupted" : false,
              "problems" : [ ],
              "notes" : [ "a note" ],
              "faults" : [ {
                "name" : "cut",
                "kind" : "drop",
                "effect" : "drop: silent",
                "optional" : false,
                "took-effect" : false,
                "proof" : {
                  "answer" : "no",
                  "reason" : "no packet matched"
                },
                "why-not" : [ "app out: the selector saw 5 packets while armed, but none to anyone while the fault was firing" ],
                "turns" : [ {
                  "from" : 2.0,
                  "to" : 12.0,
                  "fired" : {
                    "at" : "2026-01-02T03:04:05Z",
                    "took" : 4.0E-5,
                    "skew" : 5.0E-6
                  },
                  "healed" : {
                    "at" : "2026-01-02T03:04:05Z",
                    "took" : 4.0E-5,
                    "skew" : 5.0E-6
                  }
                } ],
                "matched" : [ {
                  "target" : "app",
                  "origin" : "docker:app",
                  "direction" : "out",
                  "packets" : 0,
                  "bytes" : 0,
                  "seen-by-selector" : 5,
                  "connections" : null,
                  "shaped" : null
                } ]
              } ],
              "triggered" : [ ],
              "connections" : [ ],
              "probes" : [ ],
              "evidence" : [ ],
              "expectations" : [ ],
              "arming-took" : 0.06,
              "hosts" : [ {
                "host" : "app",
                "origin" : "docker:app",
                "addresses" : [ ],
                "iptables" : "iptables-nft",
                "ip6tables" : "ip6tables-nft",
                "void-queue" : 1,
                "shaping" : [ ]
              } ],
              "ran-on" : {
                "nofin" : "0.1.0",
                "host" : "host",
                "kernel" : "6.1.0",
                "architecture" : "amd64",
                "processors" : 2,
                "java" : "17 (Debian)"
              },
              "series" : null
            }
            """, JsonReport.of(Samples.run(Samples.fault(false, List.of(TURN), Samples.count(Side.EGRESS, 5, 0, EVERYONE)))));
    }

    @Test
    void hasWhatAConnectionSaw() throws JsonProcessingException {
        JsonNode connection = connection(Samples.cut(Samples.silent(), Optional.of(Samples.silent())));

        assertEquals("app-to-db", connection.get("probe").asText());
        assertEquals("10.77.0.1:40000", connection.get("local").asText());
        assertEquals(0.000061, connection.get("round-trip").asDouble());
        assertTrue(connection.get("ended-established").asBoolean());
        assertTrue(connection.get("closed").isNull());
        assertEquals("""
            {"faults":["cut"],"length":10.0,"stayed-established":true,"state":"ESTABLISHED","sent":100,"answered":0,"round-trip":null,"retransmits":6,\
            "near":{"packets-in":0,"packets-out":7,"fin":0,"rst":0,"icmp-errors":0},\
            "far":{"packets-in":0,"packets-out":7,"fin":0,"rst":0,"icmp-errors":0},\
            "nothing-arrived":true,"silent":true,"first-answer-after-heal":0.4,"all-answered-after-heal":0.41}""",
            connection.get("cuts").get(0).toString());
    }

    @Test
    void leavesNullWhatIsNotKnown() throws JsonProcessingException {
        CutEvidence unknown = new CutEvidence(Samples.window(), 3, 0, 0, false, Optional.empty(), Optional.empty(), false,
            Samples.wire(0, 0, 0, false), Optional.of(Samples.wire(0, 0, 0, false)), Optional.empty(), Optional.empty());

        assertEquals("""
            {"faults":["cut"],"length":10.0,"stayed-established":null,"state":null,"sent":null,"answered":null,"round-trip":null,"retransmits":null,\
            "near":null,"far":null,"nothing-arrived":null,"silent":null,"first-answer-after-heal":null,"all-answered-after-heal":null}""",
            connection(unknown).get("cuts").get(0).toString());
    }

    @Test
    void tellsThatSomethingArrivedAndSomebodyWasTold() throws JsonProcessingException {
        JsonNode cut = connection(Samples.cut(Samples.wire(0, 1, 0, true), Optional.empty())).get("cuts").get(0);

        assertFalse(cut.get("silent").asBoolean());
        assertTrue(cut.get("nothing-arrived").isNull());
        assertTrue(cut.get("far").isNull());
    }

    private static JsonNode connection(CutEvidence cut) throws JsonProcessingException {
        RunResult result = Samples.run(List.of(), List.of(Samples.connection(cut)), List.of(), false);
        return new ObjectMapper().readTree(JsonReport.of(result)).get("connections").get(0);
    }
}
