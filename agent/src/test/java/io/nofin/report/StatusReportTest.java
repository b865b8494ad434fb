package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.inject.KernelFault;
import io.nofin.unit.IpNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final StatusReport REPORT = new StatusReport(List.of(
        new StatusReport.Line("netns:app", new KernelFault("abcdef", "cut", "test", List.of(IpNetwork.parse("10.0.0.0/8")), 67, 3, 180), "drop: silent to 10.0.0.0/8, port 6379", "dev"),
        new StatusReport.Line("pid:4711 (java)", new KernelFault("ghjkmn", "#2", "", List.of(), 0, 0, 0), "", "")));

    @Test
    void tellsWhatIsArmedAndWhatFires() {
        assertEquals("""
            target           fault  does                                   state              matched           scenario  run     by
            netns:app        cut    drop: silent to 10.0.0.0/8, port 6379  firing, 67 s left  3 packets, 180 B  test      abcdef  dev
            pid:4711 (java)  #2     -                                      armed              0 packets, 0 B              ghjkmn
            """, REPORT.text());
    }

    @Test
    void tellsThatNothingIs() {
        assertEquals("nothing is armed\n", new StatusReport(List.of()).text());
        assertEquals("{\n  \"armed\" : [ ]\n}\n", new StatusReport(List.of()).json());
    }

    @Test
    void doesNotTakeNamesOfStrangersForFaults() {
        StatusReport report = new StatusReport(List.of(), List.of("pid:7 (sh)"), List.of("netns:b: not done after 5 s: given up"), true);

        assertEquals("the kill switch is on: no fault begins until /run/nofin/stop is removed\nnothing is armed\npid:7 (sh): unknown, not of a run of this host\nwarning: netns:b: not done after 5 s: given up\n", report.text());
        assertEquals("""
            {
              "armed" : [ ],
              "unknown" : [ "pid:7 (sh)" ],
              "problems" : [ "netns:b: not done after 5 s: given up" ],
              "stopped" : true
            }
            """, report.json());
    }

    @Test
    void tellsMachines() {
        assertEquals("""
            {
              "armed" : [ {
                "namespace" : "netns:app",
                "fault" : "cut",
                "does" : "drop: silent to 10.0.0.0/8, port 6379",
                "owner" : "dev",
                "scenario" : "test",
                "run" : "abcdef",
                "firing" : true,
                "peers" : [ "10.0.0.0/8" ],
                "remaining-seconds" : 67,
                "packets" : 3,
                "bytes" : 180
              } ]
            }
            """, new StatusReport(REPORT.lines().subList(0, 1)).json());
    }
}
