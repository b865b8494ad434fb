package io.nofin.e2e;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders of rejected packets are told so, in both directions and in both families. */
class RejectTest extends InWorld {

    private static final List<String> KINDS = List.of("tcp-reset", "icmp-port-unreachable", "icmp-net-unreachable",
        "icmp-host-unreachable", "icmp-proto-unreachable", "icmp-net-prohibited", "icmp-host-prohibited", "icmp-admin-prohibited");

    /**
     * The errors that a connecting TCP socket is told, as icmp_err_convert of net/ipv4/icmp.c and tab_unreach of net/ipv6/icmp.c map them.
     * Rejections that are not in this map are told as refused connections.
     */
    private static final Map<String, String> TOLD = Map.ofEntries(
        entry("icmp-net-unreachable 4", "Network is unreachable"), entry("icmp-net-unreachable 6", "Network is unreachable"),
        entry("icmp-host-unreachable 4", "No route to host"), entry("icmp-host-unreachable 6", "No route to host"),
        entry("icmp-proto-unreachable 4", "Protocol not available"),
        entry("icmp-net-prohibited 4", "Network is unreachable"), entry("icmp-net-prohibited 6", "Permission denied"),
        entry("icmp-host-prohibited 4", "No route to host"), entry("icmp-host-prohibited 6", "Permission denied"),
        entry("icmp-admin-prohibited 4", "No route to host"), entry("icmp-admin-prohibited 6", "Permission denied"));

    /** Another fault holds packets for long, so that what leaves soon may have passed the rules earlier: a first SYN is seen all the same. */
    @Test
    void seesTcpToALinkLocalAddressFromTheFirstMomentOn() throws Exception {
        world.sh("for n in app peer; do ip -n $n link set eth0 addrgenmode none; done; ip -n app addr add fe80::1/64 dev eth0 nodad; ip -n peer addr add fe80::2/64 dev eth0 nodad");
        String peer = "fe80::2%" + world.sh("ip -n app -o link show eth0 | cut -d: -f1").strip();
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults:
              refuse: { on: app, peers: "fe80::2", direction: out, reject: icmp-port-unreachable }
              slow: { on: app, peers: 10.99.0.3, delay: 30s, optional: true }
            timeline: [{ at: 0s, for: 6s, inject: [refuse, slow] }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Attempt.udp(app, peer, 7).make();
            Attempt.tcp(app, peer, 7).make();

            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("TCP packets to link-local addresses passed, because Linux tells no socket"), result.toString());
        }
    }

    @Test
    void tellsTheSender() throws Exception {
        StringBuilder faults = new StringBuilder();
        Map<String, Attempt> attempts = new TreeMap<>();
        StringBuilder names = new StringBuilder();
        int port = 100;
        for (String kind : KINDS) {
            for (String direction : List.of("out", "in", "both")) {
                String name = kind + "-" + direction;
                port++;
                // in: the target is the receiver, and what it rejects tells the sender at the other end
                String target = direction.equals("in") ? "peer" : "app";
                faults.append("  ").append(name).append(": { on: ").append(target).append(", protocol: tcp, direction: ").append(direction)
                    .append(", ports: ").append(port).append(", reject: ").append(kind).append(" }\n");
                names.append(names.isEmpty() ? "" : ", ").append(name);
                attempts.put(name + " 4", Attempt.tcp(app, PEER, port));
                attempts.put(name + " 6", Attempt.tcp(app, PEER_6, port));
                if (direction.equals("both")) {
                    attempts.put(name + " 4 from the far end", Attempt.tcp(world.namespace("peer"), "10.99.0.1", port));
                    attempts.put(name + " 6 from the far end", Attempt.tcp(world.namespace("peer"), "fd00:99::1", port));
                }
            }
        }
        scenario("nofin: 1\ntargets: { app: { netns: app }, peer: { netns: peer } }\nfaults:\n" + faults
            + "timeline: [{ at: 0s, inject: [" + names + "], for: 5m }]\n");
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Map<String, String> expected = new TreeMap<>();
            attempts.keySet().forEach(name -> expected.put(name, TOLD.getOrDefault(
                name.replaceFirst("-(in|out|both) ", " ").replace(" from the far end", ""), "Connection refused")));
            assertEquals(expected, Attempt.all(attempts, expected));
            nofin.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {PEER, PEER_6})
    void resetsBothEndsOfAConnectionThatSpeak(String address) throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { loud: { on: app, ports: 9, protocol: tcp, reject: tcp-reset } }
            timeline: [{ at: 2s, inject: loud, for: 5m }]
            """);
        ServerSocket listening = world.namespace("peer").call(() -> new ServerSocket(9, 1, InetAddress.getByName(address)));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml"); listening;
                Socket near = app.call(() -> new Socket(address, 9)); Socket far = listening.accept()) {
            nofin.awaitFiring();
            far.getOutputStream().write(1);             // the far end is told by what it sends, and so does not tell the near one
            assertEquals("Connection reset", assertThrows(SocketException.class, far.getInputStream()::read).getMessage());
            near.getOutputStream().write(1);
            assertEquals("Connection reset", assertThrows(SocketException.class, near.getInputStream()::read).getMessage());
            nofin.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }
}
