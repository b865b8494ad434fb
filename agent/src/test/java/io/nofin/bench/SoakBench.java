package io.nofin.bench;

import io.nofin.inject.ArmedFaults;
import io.nofin.journal.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Arms, fires, heals and disarms again and again, each time in namespaces that were not there before: {@code SoakBench [--quick]}.
 * Whatever grows is left behind by a run.
 */
public final class SoakBench {

    private static final int CYCLES = 2_000;
    private static final int QUICK_CYCLES = 100;
    private static final int ROUNDS = 5;
    private static final int NAMESPACES = 2;

    private SoakBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int cycles = List.of(arguments).contains("--quick") ? QUICK_CYCLES : CYCLES;
        System.out.println("After so many cycles, each with " + NAMESPACES + " namespaces made for it.");
        Table table = new Table("cycles", "descriptors", "threads", "children", "heap", "journals");
        for (int round = 0; round <= ROUNDS; round++) {
            if (round > 0) {
                cycles(cycles / ROUNDS);
            }
            table.row(Integer.toString(round * (cycles / ROUNDS)), Long.toString(entries("/proc/self/fd")), Long.toString(entries("/proc/self/task")),
                Long.toString(ProcessHandle.current().children().count()), usedHeap(), Integer.toString(RunDirectory.STANDARD.journals().size()));
        }
        table.print();
    }

    private static void cycles(int count) throws Exception {
        for (int cycle = 0; cycle < count; cycle++) {
            try (Targets targets = Targets.create(NAMESPACES); ArmedFaults armedFaults = targets.arm(targets.plan(List.of()))) {
                armedFaults.fire(Targets.FAULTS, Targets.LENGTH);
                armedFaults.heal(Targets.FAULTS);
            }
        }
    }

    private static String usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory() >> 20) + " MB";
    }

    private static long entries(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.count();
        }
    }
}
