package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of fault, alone, between two hosts whose addresses are all of one family. */
@Timeout(300)
abstract class OneFamily {

    private static final String REFUSED = "Connection refused";

    World world;

    private NetworkNamespace app;
    private Echoes echoes;

    /** Gives {@code app} and {@code peer} their addresses, on {@code eth0}. */
    abstract String addresses();

    /** Returns the address of the peer, as seen from {@code app}. */
    abstract String peer();

    @BeforeEach
    void makeWorld(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.sh("for n in app peer; do ip netns add $n; ip -n $n link set lo up; done; ip link add eth0 netns app type veth peer name eth0 netns peer; "
            + addresses() + "; for n in app peer; do ip -n $n link set eth0 up; done");
        app = world.namespace("app");
        echoes = Echoes.start(world.namespace("peer"), List.of(peer().contains(":") ? "::" : "0.0.0.0"), List.of(7));
        assertEquals(Attempt.ANSWERED, Attempt.udp(app, peer(), 7).makePatiently());
    }

    @AfterEach
    void endWorld() throws IOException {
        try {
            echoes.close();
        } finally {
            world.close();
        }
    }

    @Test
    void aCutIsSilentAndEnds() throws Exception {
        for (String direction : List.of("in", "out", "both")) {
            try (Nofin cut = firing("drop", "--direction", direction)) {
                assertEquals(Attempt.SILENCE, Attempt.udp(app, peer(), 7).make(), direction);
                cut.signal("TERM").await().exitedWith(5);
            }
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, peer(), 7).makePatiently(), direction);
        }
        assertNothingIsLeft();
    }

    @Test
    void aRejectionIsTold() throws Exception {
        try (Nofin rejecting = firing("reject", "--with", "tcp-reset", "--protocol", "tcp", "--direction", "out")) {
            assertEquals(REFUSED, Attempt.tcp(app, peer(), 7).make());
            rejecting.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }

    @Test
    void theQueueEngineDelaysBothWays() throws Exception {
        try (Nofin delaying = firing("delay", "150ms", "--engine", "queue")) {
            long start = System.nanoTime();
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, peer(), 7).makePatiently());
            assertTrue(System.nanoTime() - start >= 300_000_000L, "came back too soon");
            delaying.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }

    private Nofin firing(String effect, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(effect));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--target", "netns:app", "--for", "2m"));
        return Nofin.start(world, arguments.toArray(String[]::new)).awaitFiring();
    }

    private void assertNothingIsLeft() throws IOException {
        assertEquals(List.of(), world.traces("app", "peer", "host"));
    }
}
