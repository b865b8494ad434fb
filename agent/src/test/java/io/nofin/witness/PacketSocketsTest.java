package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.PacketSocket;
import io.nofin.testing.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketSocketsTest {

    /** A program that nofin starts has all of nofin's descriptors for a moment, those of captures among them. */
    @Test
    void ownSocketsStayOwnWhileAProgramHasThemToo() throws Exception {
        int[] child = new int[1];
        try (NetworkNamespace namespace = NetworkNamespace.create()) {
            PacketSocket own = PacketSocket.open(namespace, "lo");
            assertEquals(0, LibC.INSTANCE.posix_spawn(child, "/bin/sleep", null, null, new String[] {"sleep", "60"}, new String[0]));
            assertEquals(List.of(), owners(namespace));
            own.close();
            assertEquals(List.of("sleep (pid " + child[0] + ")"), owners(namespace));
        } finally {
            LibC.INSTANCE.kill(child[0], 9);
            LibC.INSTANCE.waitpid(child[0], new int[1], 0);
        }
    }

    @Test
    void tellsOfEachSocketWhenItComesAndNowAndThenLater() throws Exception {
        int[] child = new int[1];
        try (NetworkNamespace namespace = NetworkNamespace.create(); PacketSockets sockets = PacketSockets.watch(namespace)) {
            assertEquals(List.of(), sockets.owners());
            try (PacketSocket own = PacketSocket.open(namespace, "lo")) {
                assertEquals(0, LibC.INSTANCE.posix_spawn(child, "/bin/sleep", null, null, new String[] {"sleep", "60"}, new String[0]), own.toString());
            }
            assertEquals(List.of("sleep (pid " + child[0] + ")"), sockets.owners());
            Wait.until("those that stay are looked at again", () -> sockets.owners().equals(List.of("sleep (pid " + child[0] + ")")));
        } finally {
            LibC.INSTANCE.kill(child[0], 9);
            LibC.INSTANCE.waitpid(child[0], new int[1], 0);
        }
    }

    private static List<String> owners(NetworkNamespace namespace) {
        try (PacketSockets sockets = PacketSockets.watch(namespace)) {
            return sockets.owners();
        }
    }
}
