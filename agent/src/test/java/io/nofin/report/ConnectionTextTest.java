package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.diag.TcpState;
import io.nofin.probe.Closure;
import io.nofin.probe.ConnectionSample;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.HoldEvidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a connection besides the usual; the whole text is in {@link TextReportTest}. */
class ConnectionTextTest {

    @Test
    void numbersCutsWhenThereAreSeveral() {
        CutEvidence cut = Samples.cut(Samples.silent(), Optional.empty());

        assertEquals(List.of("  during cut 1 (10.0 s):", "  during cut 2 (10.0 s):"),
            ConnectionText.lines(Samples.connection(cut, cut)).stream().filter(line -> line.contains("during")).toList());
    }

    @Test
    void saysWhichEndItWatched() {
        assertEquals("    on the wire: no FIN, no RST, no ICMP error, at this end", line(Samples.cut(Samples.silent(), Optional.empty()), 4));
    }

    @Test
    void countsWhatTheEndsWereTold() {
        assertEquals("    on the wire: 1 FIN, 2 RST, 1 ICMP error",
            line(Samples.cut(Samples.wire(1, 2, 0, true), Optional.of(Samples.wire(0, 0, 1, true))), 5));
    }

    @Test
    void neverTakesTheUnknownForNothing() {
        CutEvidence cut = Samples.cut(Samples.silent(), Optional.of(Samples.wire(0, 0, 0, false)));

        assertEquals("    what arrived at the other end is not known: the capture lost packets", line(cut, 4));
        assertEquals("    on the wire: not known: the capture lost packets", line(cut, 5));
        assertEquals("    the connection's state is not known", line(seen(Optional.empty(), false), 2));
        assertEquals("    how many heartbeats were answered is not known any more",
            line(new CutEvidence(Samples.window(), 1, 1, 0, false, Optional.empty(), false, Samples.silent(), Optional.empty(),
                Optional.empty(), Optional.empty()), 3));
    }

    @Test
    void tellsOnceFromTwice() {
        assertEquals("    the connection stayed ESTABLISHED; TCP retransmitted 1 time in vain, its timer at 12.8 s",
            line(seen(Optional.of(Samples.sample(TcpState.ESTABLISHED, 1)), true), 2));
        assertEquals("    the connection stayed ESTABLISHED", line(seen(Optional.of(Samples.sample(TcpState.ESTABLISHED, 0)), true), 2));
    }

    @Test
    void tellsTheConnectionFromALaterOneWithItsAddresses() {
        assertEquals("    the connection was CLOSE_WAIT", line(seen(Optional.of(Samples.sample(TcpState.CLOSE_WAIT, 0)), true), 2));
        assertEquals("    the connection was gone", line(seen(Optional.of(Samples.sample(TcpState.ESTABLISHED, 0)), false), 2));
        assertEquals("    the connection was gone", line(seen(Optional.of(new ConnectionSample(1, Optional.empty())), false), 2));
    }

    @Test
    void saysHowItEnded() {
        HoldEvidence held = Samples.connection();
        HoldEvidence reset = new HoldEvidence(held.probe(), held.local(), held.remote(), held.every(), 0, held.traffic(), List.of(),
            held.near(), held.far(), held.last(), true, Optional.of(new Closure(Closure.Cause.RESET, 1_500_000_000L, "Connection reset")));

        assertEquals("  in all: 150 sent, 150 answered, median round trip 61 us; reset 1.50 s after it was opened (Connection reset)",
            ConnectionText.lines(reset).get(1));
    }

    @Test
    void saysThatNoDataFlowedAgain() {
        assertEquals("    no data flowed again", line(seen(Optional.empty(), false), 6));
    }

    private static CutEvidence seen(Optional<ConnectionSample> sample, boolean same) {
        return new CutEvidence(Samples.window(), 1, 0, 0, true, sample, same, Samples.silent(), Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    private static String line(CutEvidence cut, int number) {
        return ConnectionText.lines(Samples.connection(cut)).get(number);
    }
}
