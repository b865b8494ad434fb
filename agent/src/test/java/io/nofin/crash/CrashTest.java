package io.nofin.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some trials of each kind; {@code native-scripts/bench crash} makes many more. */
@KernelTest
class CrashTest {

    private static final int WORLDS = 3;
    private static final int AT_POINTS = 45;
    private static final int STEP = 2;
    private static final int AT_RANDOM = 15;
    private static final long LATEST_MILLIS = 2_500;

    @Test
    void leavesNothingWhoeverIsKilledWherever(@TempDir Path directory) throws Exception {
        CrashSeries series = CrashSeries.run(trials(), WORLDS, directory);

        assertEquals(List.of(), series.notWell());
        assertEquals(List.of(), series.complaints());
        long killed = series.outcomes().stream().filter(Outcome::killed).count();
        assertTrue(killed > series.outcomes().size() / 3, "most were killed under way: " + series.outcomes());
    }

    /** Points of all victims in turns, and moments of nobody's choice, the same ones every time. */
    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (int number = 0; number < AT_POINTS; number++) {
            trials.add(Trial.at(Victim.values()[number % Victim.values().length], 1 + number * STEP));
        }
        Random random = new Random(5);
        for (int number = 0; number < AT_RANDOM; number++) {
            trials.add(Trial.after(Victim.values()[number % Victim.values().length], random.nextLong(300, LATEST_MILLIS)));
        }
        return trials;
    }
}
