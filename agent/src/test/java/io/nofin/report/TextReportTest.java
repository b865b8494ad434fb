package io.nofin.report;

import static io.nofin.report.Samples.EVERYONE;
import static io.nofin.report.Samples.TURN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.inject.GateCount;
import io.nofin.run.Judgement;
import io.nofin.scenario.FaultExpectation;
import io.nofin.scenario.Side;
import io.nofin.witness.measure.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The report that a person reads, whole. */
class TextReportTest {

    @Test
    void aRunThatPassed() {
        assertEquals("""

            fault  effect        on   direction  matched              fired
            cut    drop: silent  app  out        20 packets, 1.20 kB  at 2 s, healed at 12 s
            cut    drop: silent  app  in         1 packet, 60 B       at 2 s, healed at 12 s

            PASSED: every fault took effect
            """,
            TextReport.of(Samples.run(Samples.fault(false, List.of(TURN),
                Samples.count(Side.EGRESS, 30, 20, EVERYONE), Samples.count(Side.INGRESS, 1, 1, EVERYONE)))));
    }

    @Test
    void aFaultThatMetNothing() {
        assertEquals("""

            fault  effect        on   direction  matched         fired
            cut    drop: silent  app  in         0 packets, 0 B  at 2 s, healed at 12 s, 3 times

            fault cut matched nothing: app in: the selector saw 5 packets while armed, but none from anyone while the fault was firing
            FAILED: 1 of 1 fault matched nothing
            """, TextReport.of(Samples.run(Samples.fault(false, List.of(TURN, Samples.turn(13, 14), Samples.turn(15, 16)),
                Samples.count(Side.INGRESS, 5, 0, EVERYONE)))));
    }

    @Test
    void hostsThatMetNothingShareARow() {
        assertEquals("""

            fault  effect        on                         direction  matched              fired
            cut    drop: silent  n1                         out        20 packets, 1.20 kB  at 2 s, healed at 12 s
            cut    drop: silent  n1                         in         0 packets, 0 B       at 2 s, healed at 12 s
            cut    drop: silent  n2, n3, n4, n5 and 1 more             0 packets            at 2 s, healed at 12 s

            PASSED: every fault took effect
            """,
            TextReport.of(Samples.run(Samples.fault(false, List.of(TURN), Stream.of("n1", "n2", "n3", "n4", "n5", "n6")
                .flatMap(host -> Stream.of(Samples.count(host, Side.EGRESS, 30, host.equals("n1") ? 20 : 0), Samples.count(host, Side.INGRESS, 1, 0)))
                .toArray(GateCount[]::new)))));
    }

    @Test
    void aFaultThatMetNothingAnywhereSaysWhyOfSomePlaces() {
        String text = TextReport.of(Samples.run(Samples.fault(false, List.of(TURN), Stream.of("n1", "n2", "n3", "n4", "n5", "n6")
            .flatMap(host -> Stream.of(Samples.count(host, Side.EGRESS, 30, 0), Samples.count(host, Side.INGRESS, 1, 0)))
            .toArray(GateCount[]::new))));

        assertEquals(6, text.lines().filter(line -> line.contains("matched nothing: n")).count(), text);
        assertTrue(text.contains("\nfault cut: 6 more lines like these; --json and --report have them all\nFAILED: 1 of 1 fault matched nothing\n"), text);
    }

    @Test
    void anOptionalFaultThatMetNothing() {
        assertEquals("""

            fault  effect        on   direction  matched         fired
            cut    drop: silent  app  in         0 packets, 0 B  never

            note: fault cut matched nothing: it was never injected
            PASSED: every fault took effect
            """, TextReport.of(Samples.run(Samples.fault(true, List.of(), Samples.count(Side.INGRESS, 5, 0, EVERYONE)))));
    }

    @Test
    void aRunThatWasBrokenOff() {
        assertEquals("""

            fault  effect  on  direction  matched  fired

            problem: the timeline ended early: no
            fault cut matched nothing: its rules were gone before their counters could be read
            INTERRUPTED: healed, nothing is left
            """, TextReport.of(Samples.run(List.of(Samples.fault(false, List.of())), List.of(), List.of("the timeline ended early: no"),
                true)));
    }

    @Test
    void aConnectionThatLivedThroughASilentCut() {
        assertEquals("""

            connection app-to-db: one TCP connection, 10.77.0.1 port 40000 to 10.77.0.2 port 7, a heartbeat every 100 ms
              during cut (10.0 s): the connection stayed ESTABLISHED; TCP retransmitted 6 times in vain, its timer at 12.8 s
                100 heartbeats sent, 0 answered; nothing arrived at the other end; on the wire: no FIN, no RST, no ICMP error, at either end
                data flowed again 400 ms after the heal; all that was sent meanwhile had arrived after 410 ms
              in all: 150 sent, 150 answered, median round trip 61 us; at the end the same connection, ESTABLISHED

            fault  effect        on   direction  matched         fired
            cut    drop: silent  app  out        1 packet, 60 B  at 2 s, healed at 12 s

            PASSED: every fault took effect
            """,
            TextReport.of(Samples.run(List.of(Samples.fault(false, List.of(TURN), Samples.count(Side.EGRESS, 30, 1, EVERYONE))),
                List.of(Samples.connection(Samples.cut(Samples.silent(), Optional.of(Samples.silent())))), List.of(), false)));
    }

    @Test
    void putsWhatDoesNotHoldRightAboveTheVerdict() {
        FaultExpectation silent = new FaultExpectation.Silent("cut", true);

        assertEquals("""

            fault  effect        on   direction  matched         fired
            cut    drop: silent  app  out        1 packet, 60 B  at 2 s, healed at 12 s

            holds    { fault: cut, matched-at-least: 1 }: 1 packet
            FAILS    { fault: cut, silent: true }: 1 RST
            UNKNOWN  { fault: cut, silent: true }: the capture lost packets

            FAILED: 2 of 3 expectations do not hold or cannot be known
            """, TextReport.of(Samples.judged(new Judgement(silent, Verdict.no("1 RST"), "fault cut"),
                new Judgement(new FaultExpectation.Matched("cut", 1), Verdict.yes("1 packet"), "fault cut"),
                new Judgement(silent, Verdict.unknown("the capture lost packets"), "fault cut"))));
    }
}
