package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Faults are on the host itself: the world's own network is the host's here. */
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
        assertEquals("nofin: the host itself is not a target by default: add --allow-host to fault it\n",
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

    /** SSH is spared through the agent as without it: connections through port 22 or to an sshd, and the session of whoever asks. */
    @Test
    void sparesOpenSshConnectionsAndTheSessionOfTheClient() throws Exception {
        world.sh("ip link add to-peer type veth peer name from-host netns peer; ip addr add 10.98.0.1/24 dev to-peer; ip link set to-peer up"
            + "; ip -n peer addr add 10.98.0.2/24 dev from-host; ip -n peer link set from-host up");
        String scenario = scenario("""
            nofin: 1
            allow-host: true
            targets: { me: { host: true } }
            faults: { cut: { on: me, drop: silent } }
            timeline: [{ inject: cut, for: 10s }]
            """).toString();
        Process sshd = world.start(world.directory().resolve("sshd"), List.of("perl", "-e", "use IO::Socket::INET; $0 = 'sshd';"
            + " $s = IO::Socket::INET->new(LocalAddr => '10.98.0.1', LocalPort => 2222, Listen => 9) or die; open(F, '>', 'listening'); close F; sleep 300"));
        Wait.until("sshd listens", () -> Files.exists(world.directory().resolve("listening")));
        try (Echoes near = Echoes.start(world.host(), List.of("10.98.0.1"), List.of(22, 23));
                Socket session = connected("10.98.0.1", 22); Socket forked = connected("10.98.0.1", 2222); Socket other = connected("10.98.0.1", 23);
                Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready")) {
            Map<String, String> environment = Map.of("SSH_CONNECTION", "10.1.1.1 5000 10.1.1.2 22");

            List<String> byAgent = exempt(Nofin.start(world, List.of(), environment, "plan", scenario));
            List<String> alone = exempt(Nofin.start(world, List.of(), environment, "plan", "--alone", scenario));

            assertEquals(alone, byAgent, near + " and " + agent);
            for (String exempt : List.of("--sport 22 --dport 5000 ", "--sport 22 --dport " + session.getLocalPort() + " ",
                    "--sport 2222 --dport " + forked.getLocalPort() + " ")) {
                assertTrue(byAgent.stream().anyMatch(line -> line.contains(exempt)), exempt + " in " + byAgent);
            }
            assertFalse(byAgent.toString().contains("port " + other.getLocalPort()), byAgent.toString());
            try (Nofin nofin = Nofin.start(world, List.of(), environment, "run", scenario).awaitFiring()) {
                assertEquals("answered", roundTrip(session, LONG_MS), nofin.said());
                assertEquals("silence", roundTrip(other, A_WHILE_MS));
                nofin.signal("INT").await();
            }
            agent.signal("TERM").await();
        } finally {
            sshd.destroy();
        }
        assertNothingIsLeft();
    }

    private static List<String> exempt(Nofin plan) throws Exception {
        return plan.await().exitedWith(0).output().lines().filter(line -> line.contains("RETURN"))
            .map(line -> line.replaceAll("NOFIN-[a-z0-9]{6}", "NOFIN")).sorted().toList();
    }

    private Socket connected(String address, int port) throws Exception {
        return world.namespace("peer").call(() -> SocketChannel.open(new InetSocketAddress(address, port)).socket());
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
