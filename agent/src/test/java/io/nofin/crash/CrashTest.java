package io.nofin.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some trials of each kind; {@code native-scripts/bench crash} makes many more. */
@KernelTest
class CrashTest {

    private static final int WORLDS = 3;
    private static final int POINTS = 60;
    private static final int STEP = 5;
    private static final int AT_RANDOM = 24;
    private static final long LATEST_MILLIS = 2_500;

    @Test
    void leavesNothingWhoeverIsKilledWherever(@TempDir Path directory) throws Exception {
        List<Trial> trials = trials();
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        ExecutorService workers = Executors.newFixedThreadPool(WORLDS);
        List<Future<List<String>>> running = new ArrayList<>();
        for (int world = 0; world < WORLDS; world++) {
            int first = world;
            running.add(workers.submit(() -> {
                try (CrashTrials here = CrashTrials.start(Files.createDirectory(directory.resolve("world" + first)))) {
                    for (int index = first; index < trials.size(); index += WORLDS) {
                        outcomes.add(here.run(trials.get(index)));
                    }
                    return here.finish();
                }
            }));
        }
        workers.shutdown();
        for (Future<List<String>> world : running) {
            assertEquals(List.of(), world.get());
        }
        assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.isWell()).toList());
        assertTrue(outcomes.stream().filter(Outcome::killed).count() > trials.size() / 3, "most were killed under way: " + outcomes);
    }

    /** Points of all victims in turns, and moments of nobody's choice, the same ones every time. */
    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        int number = 0;
        for (int point = 1; point <= POINTS * STEP / 3; point += STEP / 2) {
            trials.add(Trial.at(Victim.values()[number++ % Victim.values().length], point));
        }
        Random random = new Random(5);
        for (int trial = 0; trial < AT_RANDOM; trial++) {
            trials.add(Trial.after(Victim.values()[trial % Victim.values().length], random.nextLong(300, LATEST_MILLIS)));
        }
        return trials;
    }
}
