package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.RunId;
import io.nofin.scenario.Selector;
import io.nofin.testing.KernelTest;
import io.nofin.testing.OneHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run after run in one process, each in a namespace of its own; {@code native-scripts/bench soak} makes many more. */
@KernelTest
class SoakTest {

    private static final int CYCLES = 30;
    private static final int SLACK = 3;         // what a JVM opens and starts when it pleases

    @TempDir
    private Path directory;

    @Test
    void nothingGrows() throws IOException {
        cycles();
        long descriptors = entries("/proc/self/fd");
        long threads = entries("/proc/self/task");
        long children = ProcessHandle.current().children().count();

        cycles();

        assertTrue(entries("/proc/self/fd") <= descriptors + SLACK, "descriptors: " + descriptors + ", " + entries("/proc/self/fd"));
        assertTrue(entries("/proc/self/task") <= threads + SLACK, "threads: " + threads + ", " + entries("/proc/self/task"));
        assertEquals(children, ProcessHandle.current().children().count(), "guards");
        assertEquals(List.of(), new RunDirectory(directory).journals());
    }

    private void cycles() throws IOException {
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (NetworkNamespace namespace = NetworkNamespace.create();
                    ArmedFaults armedFaults = Injector.arm(OneHost.drop(RunId.draw(), BackEnd.NFT, Selector.all()), OneHost.at(namespace),
                        new RunDirectory(directory))) {
                armedFaults.fire(List.of(OneHost.FAULT), Duration.ofMinutes(1));
                armedFaults.heal(List.of(OneHost.FAULT));
            }
        }
    }

    private static long entries(String of) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(of))) {
            return entries.count();
        }
    }
}
