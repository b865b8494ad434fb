package io.nofin.bench;

import io.nofin.crash.CrashSeries;
import io.nofin.crash.Outcome;
import io.nofin.crash.Trial;
import io.nofin.crash.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Kills nofin, its guard, or both, at every point and at random moments: {@code CrashBench [--quick]}. */
public final class CrashBench {

    private static final int WORLDS = 4;
    private static final int LAST_POINT = 56;
    private static final int AT_RANDOM = 360;
    private static final long LATEST_MILLIS = 2_500;

    private CrashBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int every = List.of(arguments).contains("--quick") ? 10 : 1;
        Path directory = Files.createTempDirectory("nofin-bench");
        try {
            CrashSeries series = CrashSeries.run(trials(every), WORLDS, directory);
            series.complaints().forEach(complaint -> System.out.println("IN THE END: " + complaint));
            series.notWell().forEach(outcome -> System.out.println("NOT WELL: " + outcome));
            report(series.outcomes());
        } finally {
            remove(directory);
        }
    }

    private static List<Trial> trials(int every) {
        List<Trial> trials = new ArrayList<>();
        Random random = new Random(1);
        for (Victim victim : Victim.values()) {
            for (int point = 1; point <= LAST_POINT; point += every) {
                trials.add(Trial.at(victim, point));
            }
            for (int trial = 0; trial < AT_RANDOM / Victim.values().length; trial += every) {
                trials.add(Trial.after(victim, random.nextLong(LATEST_MILLIS)));
            }
        }
        return trials;
    }

    private static void report(List<Outcome> outcomes) {
        System.out.println("From the kill until packets cross both ways, and until nothing of nofin's is left, as seen by looking again and again.");
        Table table = new Table("killed", "trials", "under way", "not well", "packets 50%", "99%", "most", "nothing left 50%", "99%", "most");
        for (Victim victim : Victim.values()) {
            List<Outcome> some = outcomes.stream().filter(outcome -> outcome.trial().victim() == victim).toList();
            table.row(victim.name().toLowerCase(Locale.ROOT), Integer.toString(some.size()),
                Long.toString(some.stream().filter(Outcome::killed).count()),
                Long.toString(some.stream().filter(outcome -> !outcome.isWell()).count()),
                at(0.5, some.stream().map(Outcome::trafficMillis)), at(0.99, some.stream().map(Outcome::trafficMillis)),
                at(1, some.stream().map(Outcome::trafficMillis)), at(0.5, some.stream().map(Outcome::removedMillis)),
                at(0.99, some.stream().map(Outcome::removedMillis)), at(1, some.stream().map(Outcome::removedMillis)));
        }
        table.print();
    }

    private static String at(double share, Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return Sample.inMillis(sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size()))));
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
