package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@DockerTest
class DockerDaemonTest {

    @Test
    void leavesNothingWhenClosed() throws IOException {
        List<String> interfacesBefore = interfaces();
        DockerDaemon daemon = DockerDaemon.start();
        String name = daemon.directory().getFileName().toString();
        daemon.docker("network", "create", "--internal", "inside");
        daemon.container("left-behind", "--network", "inside");
        NetworkNamespace.Id namespace = NetworkNamespace.Id.of(
            Path.of("/proc", daemon.docker("inspect", "--format", "{{.State.Pid}}", "left-behind"), "ns/net"));
        assertFalse(processesThatMention(name).isEmpty(), "the daemon's processes can be told by its directory");
        assertTrue(isAnyProcessIn(namespace));
        assertEquals(interfacesBefore, interfaces(), "the daemon's bridges are in its own namespace");

        daemon.close();

        assertEquals(List.of(), processesThatMention(name));
        assertFalse(isAnyProcessIn(namespace));
        assertFalse(Files.exists(daemon.directory()));
        assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(name));
        assertEquals(List.of(), controlGroupsNamed(name));
        assertEquals(interfacesBefore, interfaces());
    }

    @Test
    void showsTheContainersOfThisRunOnly(DockerDaemon daemon) {
        daemon.container("only-one", "--network", "none");

        assertEquals("only-one", daemon.docker("ps", "--format", "{{.Names}}"));
    }

    private static List<String> interfaces() throws IOException {
        return NetworkInterface.networkInterfaces().map(NetworkInterface::getName).sorted().toList();
    }

    private static List<Path> processesThatMention(String name) throws IOException {
        return processes(process -> Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1).contains(name));
    }

    private static boolean isAnyProcessIn(NetworkNamespace.Id namespace) throws IOException {
        return !processes(process -> NetworkNamespace.Id.of(process.resolve("ns/net")).equals(namespace)).isEmpty();
    }

    private static List<Path> controlGroupsNamed(String name) throws IOException {
        try (Stream<Path> groups = Files.find(Path.of("/sys/fs/cgroup"), 3, (path, attributes) -> path.endsWith(name))) {
            return groups.toList();
        }
    }

    private static List<Path> processes(Question question) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            Predicate<Path> isProcess = entry -> entry.getFileName().toString().matches("\\d+");
            return entries.filter(isProcess.and(question)).toList();
        }
    }

    /** Asked of a directory in /proc; a process that ends meanwhile is a no. */
    private interface Question extends Predicate<Path> {

        boolean ask(Path process) throws IOException;

        @Override
        default boolean test(Path process) {
            try {
                return ask(process);
            } catch (IOException e) {
                return false;
            }
        }
    }
}
