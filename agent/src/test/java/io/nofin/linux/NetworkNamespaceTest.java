package io.nofin.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@KernelTest
class NetworkNamespaceTest {

    private static final Path OWN = Path.of("/proc/self/ns/net");

    @Test
    void knowsWhoseItIs() throws Exception {
        try (NetworkNamespace made = NetworkNamespace.create(); NetworkNamespace own = NetworkNamespace.open(OWN)) {
            assertTrue(made.isOfOwnUserNamespace());
            assertTrue(own.isOfOwnUserNamespace());
        }
        Process stranger = new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "unshare", "-Urn",
            "sh", "-c", "echo ready; read end").start();
        assertEquals("ready", stranger.inputReader().readLine());
        try (NetworkNamespace strangers = NetworkNamespace.open(Path.of("/proc", Long.toString(stranger.pid()), "ns/net"))) {
            assertFalse(strangers.isOfOwnUserNamespace());
        }
        stranger.getOutputStream().close();
        stranger.waitFor();
    }

    /** The thread that the JDK starts with a process would stay for a minute; the one that ran inside is gone a moment after it was joined. */
    @Test
    void hasNoThreadOfThisProcessInItAfterAJobEnded() throws Exception {
        try (NetworkNamespace made = NetworkNamespace.create()) {
            String inside = made.call(() -> {
                try (Job job = Job.start(List.of("readlink", "/proc/self/ns/net"), Map.of())) {
                    return job.await(Duration.ofMinutes(1)).lastLine();
                }
            });

            assertEquals(made.id().toString(), inside);
            Wait.until("no thread is in " + made, Duration.ofSeconds(20), () -> threadsIn(made).isEmpty());
        }
    }

    private static List<Path> threadsIn(NetworkNamespace namespace) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(thread -> isIn(thread, namespace.id())).toList();
        }
    }

    private static boolean isIn(Path thread, NetworkNamespace.Id namespace) {
        try {
            return NetworkNamespace.Id.of(thread.resolve("ns/net")).equals(namespace);
        } catch (IOException ended) {
            return false;
        }
    }
}
