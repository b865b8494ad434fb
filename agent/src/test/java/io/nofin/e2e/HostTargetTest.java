package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The world's own network is the host's, here. */
class HostTargetTest extends InWorld {

    private static final int A_WHILE_MS = 1_000;
    private static final int LONG_MS = 30_000;

    @Test
    void isRefusedUnlessAllowed() throws Exception {
        scenario("""
            nofin: 1
            targets: { me: { host: true } }
            faults: { cut: { on: me, drop: silent } }
            timeline: [{ at: 0s, inject: cut, for: 1s }]
            """);
        String file = run("run", "scenario.yaml").exitedWith(2).errors();
        assertTrue(file.startsWith("scenario.yaml:2:18: targets.me.host: the host's own network is not a target unless"), file);
        assertEquals("nofin: the host itself is left alone: say --allow-host if you mean it\n",
            run("drop", "--target", "host", "--for", "1s").exitedWith(2).errors());
        String process = run("drop", "--target", "pid:1", "--for", "1s").exitedWith(4).errors();
        assertTrue(process.contains("pid:1 shares the host's network namespace, and nofin leaves that alone"), process);
        assertNothingIsLeft();
    }

    @Test
    void sparesLoopbackAndTheSshSession() throws Exception {
        NetworkNamespace host = world.host();
        world.sh("ip link add to-peer type veth peer name from-host netns peer; ip addr add 10.98.0.1/24 dev to-peer; ip link set to-peer up"
            + "; ip -n peer addr add 10.98.0.2/24 dev from-host; ip -n peer link set from-host up");
        try (Echoes far = Echoes.start(world.namespace("peer"), List.of("10.98.0.2"), List.of(22, 23));
                Echoes near = Echoes.start(host, List.of("127.0.0.1", "::1"), List.of(7));
                Socket session = connected(host, 22); Socket other = connected(host, 23)) {
            String connection = "10.98.0.2 22 10.98.0.1 " + session.getLocalPort();       // as sshd here would write it
            try (Nofin nofin = Nofin.start(world, List.of(), Map.of("SSH_CONNECTION", connection),
                    "drop", "--target", "host", "--allow-host", "--for", "10m").awaitFiring()) {
                assertEquals("answered", roundTrip(session, LONG_MS), far + " and " + near);
                assertEquals("silence", roundTrip(other, A_WHILE_MS));
                assertEquals(Attempt.ANSWERED, Attempt.tcp(host, "127.0.0.1", 7).makePatiently());
                assertEquals(Attempt.ANSWERED, Attempt.udp(host, "::1", 7).makePatiently());

                nofin.signal("INT").await().exitedWith(5);
            }
        }
        assertNothingIsLeft();
    }

    private static Socket connected(NetworkNamespace host, int port) throws Exception {
        return host.call(() -> SocketChannel.open(new InetSocketAddress("10.98.0.2", port)).socket());
    }

    private static String roundTrip(Socket socket, int patienceMs) throws Exception {
        socket.setSoTimeout(patienceMs);
        socket.getOutputStream().write(1);
        try {
            return socket.getInputStream().read() == 1 ? "answered" : "end of stream";
        } catch (java.net.SocketTimeoutException e) {
            return "silence";
        }
    }
}
