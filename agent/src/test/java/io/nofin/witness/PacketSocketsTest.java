package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.PacketSocket;
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
            assertEquals(List.of(), PacketSockets.of(namespace));
            own.close();
            assertEquals(List.of("sleep (pid " + child[0] + ")"), PacketSockets.of(namespace));
        } finally {
            LibC.INSTANCE.kill(child[0], 9);
            LibC.INSTANCE.waitpid(child[0], new int[1], 0);
        }
    }
}
