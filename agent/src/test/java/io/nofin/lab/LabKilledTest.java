package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
@Timeout(240)
class LabKilledTest {

    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();

    @Test
    void leavesNothingBehindWhenTheJvmIsKilled(@TempDir Path temporary) throws Exception {
        Process keeper = keeper(temporary);
        try (BufferedReader output = keeper.inputReader()) {
            Set<String> namespaces = new TreeSet<>(List.of(output.readLine().split(" ")));
            Wait.until("guard, sh and two sleeps run", () -> keeper.descendants().count() == 4);
            List<Long> tree = keeper.descendants().map(ProcessHandle::pid).toList();
            keeper.descendants().map(ProcessHandle::pid).map(Traces::namespacesOf).forEach(namespaces::addAll);
            namespaces.removeAll(Traces.namespacesOf(ProcessHandle.current().pid()));
            assertEquals(3, namespaces.size(), "two network namespaces and one for mounts");

            keeper.destroyForcibly().waitFor();

            Wait.until("every process has ended", () -> tree.stream().noneMatch(Traces::isRunning));
            Wait.until("no process is in the lab's namespaces", () ->
                namespaces.stream().noneMatch(Traces.namespacesOfProcesses()::contains));
            assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains("tmpfs nofin-lab"));
            assertEquals(List.of(), files(temporary));
        } finally {
            keeper.destroyForcibly();
        }
    }

    private static Process keeper(Path temporary) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JAVA, "-Djava.io.tmpdir=" + temporary,
            "-cp", System.getProperty("java.class.path"), LabKeeperMain.class.getName());
        builder.environment().put("TMPDIR", temporary.toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).toList();
        }
    }
}
