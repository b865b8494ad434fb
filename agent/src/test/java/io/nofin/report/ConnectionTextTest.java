package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.diag.TcpState;
import io.nofin.probe.Closure;
import io.nofin.probe.ConnectionSample;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text about a connection in all but the usual case; {@link TextReportTest} has a whole text. */
class ConnectionTextTest {

    @Test
    void namesWhatWasInForce() {
        CutEvidence cut = Samples.cut(Samples.silent(), Optional.empty());
        List<String> lines = ConnectionText.lines(Samples.connection(cut, cut), List.of(
            new FaultWindow(List.of("cut"), Samples.window()), new FaultWindow(List.of("slow", "lossy"), Samples.window())));

        assertEquals(List.of("  during cut (10.0 s)", "  during slow, lossy (10.0 s)"),
            lines.stream().filter(line -> line.contains("during")).map(line -> line.substring(0, line.indexOf(':'))).toList());
    }

    @Test
    void saysHowLongEchoesTookWhileTheyCame() {
        CutEvidence slow = new CutEvidence(Samples.window(), 100, 99, 0, true, Optional.of(Duration.ofMillis(204)), Optional.empty(), false,
            Samples.silent(), Optional.empty(), Optional.of(Duration.ofMillis(5)), Optional.of(Duration.ofMillis(5)));

        assertEquals("    100 heartbeats sent, 99 answered, median round trip 204 ms; on the wire: no FIN, no RST, no ICMP error, at this end",
            line(slow, 2));
        assertEquals("  in all: 150 sent, 150 answered, median round trip 61 us; at the end the same connection, ESTABLISHED", line(slow, 3));
    }

    @Test
    void saysWhichEndItWatched() {
        assertEquals("    100 heartbeats sent, 0 answered; on the wire: no FIN, no RST, no ICMP error, at this end",
            line(Samples.cut(Samples.silent(), Optional.empty()), 2));
    }

    @Test
    void countsWhatTheEndsWereTold() {
        assertEquals("    100 heartbeats sent, 0 answered; nothing arrived at the other end; on the wire: 1 FIN, 2 RST, 1 ICMP error",
            line(Samples.cut(Samples.wire(1, 2, 0, true), Optional.of(Samples.wire(0, 0, 1, true))), 2));
    }

    @Test
    void neverTakesTheUnknownForNothing() {
        CutEvidence cut = Samples.cut(Samples.silent(), Optional.of(Samples.wire(0, 0, 0, false)));

        assertEquals("    100 heartbeats sent, 0 answered; what arrived at the other end is not known: the capture lost packets;"
            + " on the wire: not known: the capture lost packets", line(cut, 2));
        assertEquals("  during cut (10.0 s): the connection's state is not known", line(seen(Optional.empty(), false), 1));
        assertEquals("    how many heartbeats were answered is not known any more; on the wire: no FIN, no RST, no ICMP error, at this end",
            line(new CutEvidence(Samples.window(), 1, 1, 0, false, Optional.empty(), Optional.empty(), false, Samples.silent(), Optional.empty(),
                Optional.empty(), Optional.empty()), 2));
    }

    @Test
    void tellsOnceFromTwice() {
        assertEquals("  during cut (10.0 s): the connection stayed ESTABLISHED; TCP retransmitted 1 time in vain, its timer at 12.8 s",
            line(seen(Optional.of(Samples.sample(TcpState.ESTABLISHED, 1)), true), 1));
        assertEquals("  during cut (10.0 s): the connection stayed ESTABLISHED",
            line(seen(Optional.of(Samples.sample(TcpState.ESTABLISHED, 0)), true), 1));
    }

    @Test
    void tellsTheConnectionFromALaterOneWithItsAddresses() {
        assertEquals("  during cut (10.0 s): the connection was CLOSE_WAIT", line(seen(Optional.of(Samples.sample(TcpState.CLOSE_WAIT, 0)), true), 1));
        assertEquals("  during cut (10.0 s): the connection was gone", line(seen(Optional.of(Samples.sample(TcpState.ESTABLISHED, 0)), false), 1));
        assertEquals("  during cut (10.0 s): the connection was gone", line(seen(Optional.of(new ConnectionSample(1, Optional.empty())), false), 1));
    }

    @Test
    void saysHowItEnded() {
        HoldEvidence held = Samples.connection();
        HoldEvidence reset = new HoldEvidence(held.probe(), held.local(), held.remote(), held.every(), 0, held.traffic(), List.of(),
            held.near(), held.far(), held.last(), true, Optional.of(new Closure(Closure.Cause.RESET, 1_500_000_000L, "Connection reset")));

        assertEquals("  in all: 150 sent, 150 answered, median round trip 61 us; reset 1.50 s after it was opened (Connection reset)",
            ConnectionText.lines(reset, List.of()).get(1));
    }

    @Test
    void saysThatNoDataFlowedAgain() {
        assertEquals("    no data flowed again", line(seen(Optional.empty(), false), 3));
    }

    private static CutEvidence seen(Optional<ConnectionSample> sample, boolean same) {
        return new CutEvidence(Samples.window(), 1, 0, 0, true, Optional.empty(), sample, same, Samples.silent(), Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    private static String line(CutEvidence cut, int number) {
        return ConnectionText.lines(Samples.connection(cut), Samples.CUT).get(number);
    }
}
