package io.nofin.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many trials, made in several worlds at a time.
 *
 * @param complaints what was not as before in a world after all of its trials
 */
public record CrashSeries(List<Outcome> outcomes, List<String> complaints) {

    /** @param directory for files; the caller's to remove */
    public static CrashSeries run(List<Trial> trials, int worlds, Path directory) throws Exception {
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        ExecutorService workers = Executors.newFixedThreadPool(worlds);
        List<Future<List<String>>> running = new ArrayList<>();
        for (int world = 0; world < worlds; world++) {
            int first = world;
            running.add(workers.submit(() -> inOneWorld(trials, first, worlds, directory.resolve("world" + first), outcomes)));
        }
        workers.shutdown();
        List<String> complaints = new ArrayList<>();
        for (Future<List<String>> world : running) {
            complaints.addAll(world.get());
        }
        return new CrashSeries(outcomes, complaints);
    }

    /** Returns the outcomes of trials that left something behind, or after which packets did not cross again. */
    public List<Outcome> notWell() {
        return outcomes.stream().filter(outcome -> !outcome.isWell()).toList();
    }

    private static List<String> inOneWorld(List<Trial> trials, int first, int step, Path directory, List<Outcome> outcomes)
            throws Exception {
        try (CrashTrials here = CrashTrials.start(Files.createDirectory(directory))) {
            for (int index = first; index < trials.size(); index += step) {
                outcomes.add(here.run(trials.get(index)));
            }
            return here.finish();
        }
    }
}
