package io.nofin.e2e;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Nofin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the sender of a rejected packet is told, from both directions and in both families. */
class RejectTest extends InWorld {

    private static final List<String> KINDS = List.of("tcp-reset", "icmp-port-unreachable", "icmp-net-unreachable",
        "icmp-host-unreachable", "icmp-proto-unreachable", "icmp-net-prohibited", "icmp-host-prohibited", "icmp-admin-prohibited");

    /** As icmp_err_convert of net/ipv4/icmp.c and tab_unreach of net/ipv6/icmp.c map them for a connecting TCP socket; all others are refused. */
    private static final Map<String, String> TOLD = Map.ofEntries(
        entry("icmp-net-unreachable 4", "Network is unreachable"), entry("icmp-net-unreachable 6", "Network is unreachable"),
        entry("icmp-host-unreachable 4", "No route to host"), entry("icmp-host-unreachable 6", "No route to host"),
        entry("icmp-proto-unreachable 4", "Protocol not available"),
        entry("icmp-net-prohibited 4", "Network is unreachable"), entry("icmp-net-prohibited 6", "Permission denied"),
        entry("icmp-host-prohibited 4", "No route to host"), entry("icmp-host-prohibited 6", "Permission denied"),
        entry("icmp-admin-prohibited 4", "No route to host"), entry("icmp-admin-prohibited 6", "Permission denied"));

    @Test
    void tellsTheSender() throws Exception {
        StringBuilder faults = new StringBuilder();
        Map<String, Attempt> attempts = new TreeMap<>();
        StringBuilder names = new StringBuilder();
        int port = 100;
        for (String kind : KINDS) {
            for (String direction : List.of("out", "in")) {
                String name = kind + "-" + direction;
                port++;
                // in: the target is the receiver, and what it rejects tells the sender at the other end
                String target = direction.equals("out") ? "app" : "peer";
                faults.append("  ").append(name).append(": { on: ").append(target).append(", protocol: tcp, direction: ").append(direction)
                    .append(", ports: ").append(port).append(", reject: ").append(kind).append(" }\n");
                names.append(names.isEmpty() ? "" : ", ").append(name);
                attempts.put(name + " 4", Attempt.tcp(app, PEER, port));
                attempts.put(name + " 6", Attempt.tcp(app, PEER_6, port));
            }
        }
        scenario("nofin: 1\ntargets: { app: { netns: app }, peer: { netns: peer } }\nfaults:\n" + faults
            + "timeline: [{ at: 0s, inject: [" + names + "], for: 5m }]\n");
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Map<String, String> expected = new TreeMap<>();
            attempts.keySet().forEach(name -> expected.put(name, TOLD.getOrDefault(name.replaceFirst("-(in|out) ", " "), "Connection refused")));
            assertEquals(expected, Attempt.all(attempts, expected));
            nofin.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }
}
