package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each selector cuts what it says and nothing else: a fault of its own on a target of its own, all at once. */
class SelectorTest extends InWorld {

    private static final String A = "10.97.0.1";
    private static final String B = "10.97.0.2";
    private static final String A6 = "fd00:97::1";
    private static final String B6 = "fd00:97::2";
    private static final int LOCAL = 5_000;

    /** The attempts that every target makes: protocol, local port or 0 for any, address, port. */
    private static final List<String> TRIED = List.of("udp 0 A 700", "udp 0 A 720", "udp 0 B 700", "udp 0 A6 700", "udp 0 A6 720",
        "udp 0 B6 700", "tcp 0 A 700", "tcp 0 A 720", "tcp 0 B 700", "tcp 0 A6 700", "udp 5000 A 720", "udp 5000 A6 720");

    /** The selectors, each with a regular expression of the attempts that it cuts. */
    private static final Map<String, String> CUTS = new LinkedHashMap<>();

    static {
        CUTS.put("", ".*");
        CUTS.put("protocol: udp", "udp.*");
        CUTS.put("protocol: tcp", "tcp.*");
        CUTS.put("protocol: icmp", "none");
        CUTS.put("ports: 700", ".* 700");
        CUTS.put("ports: [\"1-99\", \"705-800\"]", ".* 720");
        CUTS.put("ports: [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, \"719-721\"]", ".* 720");
        CUTS.put("local-ports: 5000", ".* 5000 .*");
        CUTS.put("remote-ports: 5000", "none");
        CUTS.put("remote-ports: 720", ".* 720");
        CUTS.put("local-ports: 720", "none");
        CUTS.put("ports: 5000", ".* 5000 .*");
        CUTS.put("direction: in", ".*");
        CUTS.put("direction: out, protocol: udp", "udp.*");
        CUTS.put("interface: eth0", ".*");
        CUTS.put("interface: eth+", ".*");
        CUTS.put("interface: eth1", "none");
        CUTS.put("interface: lo", "none");
        CUTS.put("filter: \"udp port 720\"", "udp .* 720");
        CUTS.put("filter: \"ip6\"", ".*6 \\d+");
        CUTS.put("longer-than: 27, protocol: udp", "udp.*");
        CUTS.put("longer-than: 100", "none");
        CUTS.put("shorter-than: 1kb", ".*");
        CUTS.put("shorter-than: 28", "none");
        CUTS.put("connections: 100%", ".*");
        CUTS.put("connections: { share: 100%, state: new }, protocol: udp", "udp.*");
        CUTS.put("connections: { share: 100%, state: established }", "none");
        CUTS.put("peers: [10.97.0.2]", ".* B \\d+");
        CUTS.put("peers: [10.97.0.0, 10.97.0.2, \"fd00:97::2\", \"fd00:97::ffff\"]", ".* B6? \\d+");
        CUTS.put("peers: [10.97.0.0/31]", ".* A \\d+");
        CUTS.put("peers: [\"fd00:97::/64\"]", ".*6 \\d+");
        CUTS.put("peers: [\"fd00:97::2\"], ports: 700", ".* B6 700");
        CUTS.put("peers: [far.example]", ".* B6? \\d+");
        CUTS.put("peers: [0.0.0.0/0]", ".* [AB] \\d+");
    }

    @Test
    void cutsWhatItSaysAndNothingElse() throws Exception {
        world.sh("ip netns add far; ip -n far link add br0 type bridge; ip -n far link set br0 up; for a in 1 2; do"
            + " ip -n far addr add 10.97.0.$a/24 dev br0; ip -n far addr add fd00:97::$a/64 dev br0 nodad; done");
        world.addHost(B, "far.example");
        world.addHost(B6, "far.example");
        StringBuilder scenario = new StringBuilder("nofin: 1\ntargets:\n");
        StringBuilder wiring = new StringBuilder();
        StringBuilder faults = new StringBuilder("faults:\n");
        List<String> names = new ArrayList<>();
        for (String selector : CUTS.keySet()) {
            String name = "t" + (names.size() + 10);
            names.add("cut-" + name);
            wiring.append(("ip netns add N; ip -n N link set lo up; ip -n N link add eth1 type veth peer name spare; ip link add eth0 netns N type veth peer name N netns far; ip -n far link set N"
                + " master br0 up; ip -n N addr add 10.97.0.1" + name.substring(1) + "/24 dev eth0; ip -n N addr add fd00:97::1" + name.substring(1)
                + "/64 dev eth0 nodad; ip -n N link set eth0 up\n").replace("N", name));
            scenario.append("  ").append(name).append(": { netns: ").append(name).append(" }\n");
            faults.append("  cut-").append(name).append(": { on: ").append(name).append(selector.isEmpty() ? "" : ", ").append(selector)
                .append(", drop: silent }\n");
        }
        world.sh(wiring.toString());
        scenario(scenario.append(faults) + "timeline: [{ at: 0s, inject: " + names + ", for: 5m }]\n");
        try (Echoes far = Echoes.start(world.namespace("far"), List.of(A, B, A6, B6), List.of(700, 720))) {
            Map<String, Attempt> attempts = attempts();
            Map<String, String> expected = new TreeMap<>();
            attempts.keySet().forEach(name -> expected.put(name, Attempt.ANSWERED));
            assertEquals(Map.of(), cut(Attempt.all(attempts, expected)), "nothing is cut yet: " + far);
            expected.replaceAll((name, answered) -> isCut(name) ? Attempt.SILENCE : answered);
            try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
                assertEquals(String.join("\n", lines(cut(expected))), String.join("\n", lines(cut(Attempt.all(attempts, expected)))));
                nofin.signal("TERM").await().exitedWith(5);
            }
        }
    }

    private Map<String, Attempt> attempts() throws Exception {
        Map<String, Attempt> attempts = new TreeMap<>();
        int number = 10;
        for (String selector : CUTS.keySet()) {
            NetworkNamespace from = world.namespace("t" + number++);
            for (String tried : TRIED) {
                String[] words = tried.split(" ");
                String address = Map.of("A", A, "B", B, "A6", A6, "B6", B6).get(words[2]);
                attempts.put(selector + " | " + tried,
                    new Attempt(from, words[0], words[1].equals("0") ? 0 : LOCAL, address, Integer.parseInt(words[3])));
            }
        }
        return attempts;
    }

    /** Returns whether an attempt of this name is to be cut. */
    private static boolean isCut(String name) {
        String[] parts = name.split(" \\| ");
        return parts[1].matches(CUTS.get(parts[0]));
    }

    private static Map<String, String> cut(Map<String, String> results) {
        Map<String, String> cut = new TreeMap<>(results);
        cut.values().removeIf(Attempt.ANSWERED::equals);
        cut.replaceAll((name, result) -> result.equals("Connect timed out") ? Attempt.SILENCE : result);
        return cut;
    }

    private static TreeSet<String> lines(Map<String, String> results) {
        TreeSet<String> lines = new TreeSet<>();
        results.forEach((name, result) -> lines.add(name + ": " + result));
        return lines;
    }
}
