package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two namespaces on a cable, {@code app} and {@code peer}, in a world of the test's own; the peer echoes on ports 7 and 8. */
@KernelTest
@Timeout(300)
abstract class InWorld {

    static final String PEER = "10.99.0.2";
    static final String OTHER_PEER = "10.99.0.3";
    static final String PEER_6 = "fd00:99::2";

    static final int TRIES = 5;

    World world;
    NetworkNamespace app;
    Echoes echoes;

    @BeforeEach
    void makeWorld(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "peer");
        app = world.namespace("app");
        echoes = Echoes.start(world.namespace("peer"), List.of(PEER, OTHER_PEER, PEER_6), List.of(7, 8));
    }

    @AfterEach
    void endWorld() throws IOException {
        try {
            echoes.close();
        } finally {
            world.close();
        }
    }

    Nofin.Result run(String... arguments) throws IOException {
        return Nofin.run(world, arguments);
    }

    /** Asserts that a datagram from the target to an address of the peer's comes back, however late. */
    void assertReaches(String address) throws IOException {
        assertReaches(address, address);
    }

    void assertReaches(String address, String message) throws IOException {
        assertEquals(Attempt.ANSWERED, Attempt.udp(app, address, 7).makePatiently(), message);
    }

    /** Returns whether a datagram from the target to an address of the peer's comes back soon. */
    boolean reaches(String address) throws IOException {
        return Attempt.udp(app, address, 7).make().equals(Attempt.ANSWERED);
    }

    /** Waits until a round trip takes less: a busy machine only ever adds to one. */
    void awaitQuicker(String transport, String address, int milliseconds) throws Exception {
        Wait.until(transport + " to " + address + " takes less than " + milliseconds + " ms", () -> roundTrip(transport, address) < milliseconds);
    }

    /** Returns the shortest of {@value #TRIES} {@linkplain #roundTrip round trips}. */
    long fastest(String transport, String address) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            fastest = Math.min(fastest, roundTrip(transport, address));
        }
        return fastest;
    }

    /** Returns the milliseconds of a round trip, which for TCP includes connecting; a second where nothing comes back. */
    long roundTrip(String transport, String address) throws IOException {
        long start = System.nanoTime();
        new Attempt(app, transport, 0, address, 7).make();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    Path scenario(String yaml) throws IOException {
        return Files.writeString(world.directory().resolve("scenario.yaml"), yaml);
    }

    /** Asserts that nothing of nofin's is left in any namespace of the world, nor in its temporary directory. */
    void assertNothingIsLeft() throws IOException {
        assertEquals(List.of(), world.traces("app", "peer", "host"));
        assertEquals(List.of(), world.temporaryFiles());
    }
}
