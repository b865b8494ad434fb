package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.ProbeState;
import io.nofin.api.RunEvent.Stretch;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Columns of a quarter of a second, without colours. */
class TimelineStripTest {

    private static final Glyph.Style PLAIN = new Glyph.Style(false, false);
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final List<Stretch> TIMELINE = List.of(stretch(3, "cut"), stretch(9, "slow"));

    @Test
    void showsWhatIsToCome() {
        assertEquals(List.of(
            "cut          .           ============                         in 3.00 s",
            "slow         .                                   ============ in 9.00 s"), new TimelineStrip(TIMELINE, List.of(), PLAIN).lines(Duration.ZERO));
    }

    @Test
    void followsFaultsAndProbes() {
        TimelineStrip timelineStrip = new TimelineStrip(TIMELINE, List.of("pool", "a-very-long-name"), PLAIN);
        timelineStrip.changed("pool", Duration.ZERO, ProbeState.UP);
        timelineStrip.changed("pool", Duration.ofMillis(3_600), ProbeState.DOWN);
        timelineStrip.changed("pool", Duration.ofMillis(4_500), ProbeState.FAILED);

        assertEquals(List.of(
            "cut          ............#########===                         firing, 1.00 s",
            "slow         .....................               ============ in 4.00 s",
            "pool         --------------xxxxXXX                            failed",
            "a-very-long~ ~~~~~~~~~~~~~~~~~~~~~                            connecting"), timelineStrip.lines(Duration.ofSeconds(5)));
    }

    @Test
    void showsTheWorstOfEachMoment() {
        TimelineStrip timelineStrip = new TimelineStrip(TIMELINE, List.of("pool"), PLAIN);
        timelineStrip.changed("pool", Duration.ZERO, ProbeState.UP);
        timelineStrip.changed("pool", Duration.ofMillis(1_010), ProbeState.DOWN);
        timelineStrip.changed("pool", Duration.ofMillis(1_020), ProbeState.UP);

        assertTrue(timelineStrip.lines(Duration.ofSeconds(2)).get(2).startsWith("pool         ----x----"), timelineStrip.lines(Duration.ofSeconds(2)).toString());
    }

    @Test
    void growsCoarserWhenARunTakesLonger() {
        assertEquals(List.of(
            "cut          ......######....................................",
            "slow         ..................######........................"), new TimelineStrip(TIMELINE, List.of(), PLAIN).lines(Duration.ofSeconds(24)));
    }

    @Test
    void leavesRoomForWhatStandsAbove() {
        List<String> many = IntStream.range(0, 20).mapToObj(i -> "probe" + i).toList();
        List<String> lines = new TimelineStrip(TIMELINE, many, PLAIN).lines(Duration.ZERO);

        assertEquals(17, lines.size());
        assertEquals("and 6 more", lines.get(16));
    }

    @Test
    void hasSignsAndColoursWhereTheTerminalHas() {
        String line = new TimelineStrip(List.of(stretch(0, "cut")), List.of(), new Glyph.Style(true, true))
            .lines(Duration.ofMillis(1_500)).get(0);

        assertEquals("cut          \033[33m" + "\u2588".repeat(25) + "\u2591".repeat(23) + "\033[0m firing, 1.50 s", line);
    }

    private static Stretch stretch(long seconds, String fault) {
        return new Stretch(fault, Duration.ofSeconds(seconds), LENGTH);
    }
}
