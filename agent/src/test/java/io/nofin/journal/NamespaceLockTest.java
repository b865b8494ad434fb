package io.nofin.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class NamespaceLockTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private NetworkNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeNamespace() throws IOException {
        namespace = NetworkNamespace.create();
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void isOneProcessesAtATime() throws IOException {
        try (NetworkNamespace again = NetworkNamespace.open(namespace.descriptorPath())) {
            NamespaceLock lock = take(namespace, AT_ONCE).orElseThrow();
            assertEquals(Optional.empty(), take(again, AT_ONCE));
            lock.close();
            NamespaceLock next = take(again, LONG).orElseThrow();
            assertEquals(1, files().size());
            next.close();
        }
        assertEquals(List.of(), files());
    }

    @Test
    void isThereAlreadyForWhoHasItThroughTheSameNamespace() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.open(namespace.descriptorPath())) {
            NamespaceLock first = take(namespace, AT_ONCE).orElseThrow();
            NamespaceLock second = take(namespace, AT_ONCE).orElseThrow();
            second.close();
            assertEquals(Optional.empty(), take(other, AT_ONCE));
            first.close();
            take(other, LONG).orElseThrow().close();
        }
    }

    /** The lock on the namespace itself, which anybody can have. */
    @Test
    void isNotTheNamespaces() throws Exception {
        Process stranger = new ProcessBuilder("flock", namespace.descriptorPath().toString(), "sh", "-c", "echo ready; read end").start();
        assertEquals("ready", stranger.inputReader().readLine());
        take(namespace, AT_ONCE).orElseThrow().close();
        stranger.getOutputStream().close();
        stranger.waitFor();
    }

    @Test
    void liesWhereNobodyElseLooks() throws IOException {
        try (NamespaceLock lock = take(namespace, AT_ONCE).orElseThrow()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("run/locks"))), lock.toString());
            assertEquals(List.of(namespace.id().device() + "-" + namespace.id().inode()), files());
        }
    }

    @Test
    void leavesFilesOfTheKilledToTheNextHealing() throws IOException {
        take(namespace, AT_ONCE).orElseThrow().close();
        Files.createFile(directory.resolve("run/locks/4-1"));
        try (NamespaceLock lock = take(namespace, AT_ONCE).orElseThrow()) {
            NamespaceLock.sweep(runs());
            assertEquals(1, files().size(), lock.toString());
            assertFalse(files().contains("4-1"));
        }
        NamespaceLock.sweep(new RunDirectory(directory.resolve("nowhere")));
        assertTrue(Files.notExists(directory.resolve("nowhere")));
    }

    private Optional<NamespaceLock> take(NetworkNamespace of, Duration patience) throws IOException {
        return NamespaceLock.take(runs(), of, patience);
    }

    private RunDirectory runs() {
        return new RunDirectory(directory.resolve("run"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("run/locks"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
