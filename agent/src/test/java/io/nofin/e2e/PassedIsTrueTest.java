package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault is proven when, and only when, senders and receivers that know nothing of nofin saw what it says. */
class PassedIsTrueTest extends InWorld {

    private static final List<String> EFFECTS = List.of("drop: silent", "loss: 100%", "delay: 200ms", "duplicate: 100%", "reject: tcp-reset", "reject: icmp-port-unreachable");
    private static final List<String> DIRECTIONS = List.of("out", "in", "both");
    private static final String APP = "10.99.0.1";
    private static final String APP_6 = "fd00:99::1";
    private static final int DELAY_MS = 200;
    private static final int FIRST_PORT = 101;
    private static final int AT_ONCE = 16;
    private static final int QUIET_MS = 1_000;

    /** One fault, on packets of one port. */
    private record Case(String effect, String direction, int port) {

        String name() {
            return "on-" + port;
        }

        String yaml() {
            return "  " + name() + ": { on: app, ports: " + port + ", direction: " + direction + ", " + effect + " }\n";
        }
    }

    /** All effects in all directions at once, each on a port of its own and in both families, in networks that are not as plain as this one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', value = {
        "a cable ~ true",
        "no connection tracking ~ for i in iptables ip6tables; do $i -t raw -A PREROUTING -j NOTRACK; $i -t raw -A OUTPUT -j NOTRACK; done",
        "connection tracking ~ for i in iptables ip6tables; do $i -A INPUT -m conntrack --ctstate INVALID -j DROP; done",
        "masquerade ~ for i in iptables ip6tables; do $i -t nat -A POSTROUTING -j MASQUERADE; done",
        "a native filter ~ nft add table inet user; nft add chain inet user out \"{ type filter hook output priority 0; }\"; nft add rule inet user out meta skuid 1337 drop",
        "a redirecting mesh ~ iptables -t nat -A OUTPUT -p tcp --dport 8 -j REDIRECT --to-ports 15001"})
    void ofEveryEffectInEveryDirection(String layout, String setUp) throws Exception {
        world.sh("nsenter --net=/run/netns/app sh -ec '" + setUp + "'");
        List<Case> cases = cases();
        List<Integer> ports = cases.stream().map(Case::port).toList();
        StringBuilder faults = new StringBuilder();
        cases.forEach(one -> faults.append(one.yaml()));
        scenario("nofin: 1\ntargets: { app: { netns: app } }\nfaults:\n" + faults + "timeline: [{ at: 0s, inject: ["
            + String.join(", ", cases.stream().map(Case::name).toList()) + "], for: 15s }]\n");
        Echoes far = Echoes.start(world.namespace("peer"), List.of(PEER, PEER_6), ports);
        Echoes near = Echoes.start(app, List.of(APP, APP_6), ports);
        try (far; near; Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            Map<String, Boolean> seen = seen(cases);
            assertFalse(nofin.said().contains("  heal  "), "the attempts took too long");

            Nofin.Result result = nofin.await();
            assertEquals(seen, proven(result.output()), result::output);
            assertEquals(seen.containsValue(false) ? 1 : 0, result.exitCode(), result::output);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String effect : EFFECTS) {
            for (String direction : DIRECTIONS) {
                cases.add(new Case(effect, direction, FIRST_PORT + cases.size()));
            }
        }
        return cases;
    }

    /** Whether each did what it says, by those at both ends. */
    private Map<String, Boolean> seen(List<Case> cases) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<String, Future<Boolean>> running = new LinkedHashMap<>();
            cases.forEach(one -> running.put(one.name(), workers.submit(() -> didIt(one))));
            Map<String, Boolean> seen = new TreeMap<>();
            for (Map.Entry<String, Future<Boolean>> one : running.entrySet()) {
                seen.put(one.getKey(), one.getValue().get());
            }
            return seen;
        } finally {
            workers.shutdown();
        }
    }

    private boolean didIt(Case one) throws IOException {
        boolean out = !one.direction.equals("in");
        boolean in = !one.direction.equals("out");
        if (one.effect.startsWith("reject")) {
            return (!out || isRefused(app, PEER, one.port) && isRefused(app, PEER_6, one.port))
                && (!in || isRefused(world.namespace("peer"), APP, one.port) && isRefused(world.namespace("peer"), APP_6, one.port));
        }
        if (one.effect.startsWith("delay")) {
            int least = DELAY_MS * (out && in ? 2 : 1);
            return takesAtLeast(PEER, one.port, least) && takesAtLeast(PEER_6, one.port, least);
        }
        if (one.effect.startsWith("duplicate")) {
            return answers(PEER, one.port) == (out && in ? 4 : 2) && answers(PEER_6, one.port) == (out && in ? 4 : 2);
        }
        return Attempt.udp(app, PEER, one.port).make().equals(Attempt.SILENCE)
            && Attempt.tcp(app, PEER_6, one.port).make().equals(Attempt.SILENCE);
    }

    private static boolean isRefused(NetworkNamespace from, String address, int port) throws IOException {
        return Attempt.tcp(from, address, port).makePatiently().equals("Connection refused");
    }

    private boolean takesAtLeast(String address, int port, int milliseconds) throws IOException {
        long start = System.nanoTime();
        boolean answered = Attempt.udp(app, address, port).makePatiently().equals(Attempt.ANSWERED);
        return answered && Duration.ofNanos(System.nanoTime() - start).toMillis() >= milliseconds;
    }

    /** How many answers come to one datagram, within a second of the last. */
    private int answers(String address, int port) throws IOException {
        return app.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(address, port));
                socket.setSoTimeout(QUIET_MS);
                socket.send(new DatagramPacket(new byte[] {1}, 1));
                int answers = 0;
                while (true) {
                    try {
                        socket.receive(new DatagramPacket(new byte[1], 1));
                        answers++;
                    } catch (SocketTimeoutException e) {
                        return answers;
                    }
                }
            }
        });
    }

    private static Map<String, Boolean> proven(String report) throws IOException {
        Map<String, Boolean> proven = new TreeMap<>();
        for (JsonNode fault : new ObjectMapper().readTree(report).get("faults")) {
            proven.put(fault.get("name").asText(), fault.at("/proof/answer").asText().equals("yes"));
        }
        return proven;
    }
}
