package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the target's own that ask who sends: packets that are delayed meet them as if they were not. */
class TellingRulesTest extends InWorld {

    private static final int DATAGRAMS = 5;
    private static final String GROUP = "nofin-test-" + ProcessHandle.current().pid();
    private static final String GROUP_PATH = "$(findmnt -nt cgroup2 -o TARGET | head -1)/" + GROUP;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nat of a proxy | $t -t nat -A OUTPUT -p udp -m owner --uid-owner 1000 -j RETURN; $t -t nat -A OUTPUT -p udp -o eth0 -j REDIRECT --to-ports 15001 | behind all rules",
        "raw | $t -t raw -A OUTPUT -o eth0 -p udp -m owner ! --uid-owner 1000 -j DROP | behind all rules",
        "filter | $t -A OUTPUT -o eth0 -p udp -m owner ! --uid-owner 1000 -j DROP | ",
        "connection marks | $t -t mangle -A OUTPUT -m owner --uid-owner 1000 -j CONNMARK --set-mark 7; $t -A OUTPUT -o eth0 -p udp -m connmark ! --mark 7 -j DROP | first packets",
        "mangle behind | $t -t mangle -A POSTROUTING -o eth0 -p udp -m owner ! --uid-owner 1000 -j DROP | the kernel holds all packets",
        "nftables | nft 'table inet own { chain out { type filter hook output priority 0; oifname eth0 meta l4proto udp meta skuid != 1000 drop; }; }' | behind all rules",
        "cgroup | $t -t raw -A OUTPUT -o eth0 -p udp -m cgroup ! --path GROUP -j DROP | behind all rules",
        "routing by user | ip rule add uidrange 1000-1000 lookup 100; ip route add default dev eth0 table 100; ip -6 rule add uidrange 1000-1000 lookup 100; ip -6 route add default dev eth0 table 100; ip route add prohibit 10.99.0.2; ip -6 route add prohibit fd00:99::2 | the kernel holds all packets",
        "routing by mark | iptables -t mangle -A OUTPUT -m owner --uid-owner 1000 -j MARK --set-mark 7; ip6tables -t mangle -A OUTPUT -m owner --uid-owner 1000 -j MARK --set-mark 7; ip rule add fwmark 7 lookup 100; ip route add default dev eth0 table 100; ip -6 rule add fwmark 7 lookup 100; ip -6 route add default dev eth0 table 100; ip link add aside type veth peer name other; ip link set aside up; ip link set other up; ip route add 10.99.0.2 dev aside; ip -6 route add fd00:99::2 dev aside | the kernel holds all packets",
        "IPsec policies | ip xfrm policy add src 10.99.0.1 dst 10.99.0.2 dir out; ip xfrm policy add src fd00:99::1 dst fd00:99::2 dir out | the kernel holds all packets",
        "nftables on both | nft 'table inet own { chain out { type filter hook output priority 0; meta l4proto udp meta skuid != 1000 drop; }; chain past { type filter hook postrouting priority 0; meta l4proto udp meta skuid != 1000 drop; }; }' | the kernel holds all packets",
    })
    void delaysWhatTheRulesLetOut(String name, String rules, String way) throws Exception {
        boolean grouped = rules.contains("GROUP");
        if (grouped) {
            world.sh("mkdir " + GROUP_PATH);
        }
        for (String tool : new String[] {"iptables", "ip6tables"}) {
            if (rules.contains("$t") || tool.equals("iptables")) {
                world.sh("nsenter --net=/run/netns/app sh -ec \"" + rules.replace("$t", tool + " -w").replace("GROUP", GROUP) + "\"");
            }
        }
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, direction: out, protocol: udp, delay: 60ms } }
            timeline: [{ at: 0s, inject: slow, for: 1m }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            for (String address : new String[] {PEER, PEER_6}) {
                Process sender = sender(address, grouped);
                for (int i = 0; i < DATAGRAMS; i++) {
                    String text = address + " " + i;
                    Wait.until(text + " has come", () -> echoes.received(text));
                }
                sender.destroyForcibly().waitFor();
            }
            assertTrue(way == null || nofin.said().contains(way), nofin.said());
            JsonNode shaped = new ObjectMapper().readTree(nofin.signal("TERM").await().output())
                .get("faults").get(0).get("matched").get(0).get("shaped");
            assertEquals(2 * DATAGRAMS, shaped.get("delayed").asLong(), shaped.toString());
            assertEquals(0, shaped.get("refused").asLong() + shaped.get("unroutable").asLong(), shaped.toString());
        } finally {
            world.sh(grouped ? "for i in $(seq 100); do xargs -r kill -9 < " + GROUP_PATH + "/cgroup.procs || true; rmdir " + GROUP_PATH
                + " && break; sleep 0.1; done; test ! -d " + GROUP_PATH : "true");
        }
    }

    /** Everybody's connections go to a proxy, and the proxy's own to where they are for: a mesh's sidecar. */
    @ParameterizedTest
    @ValueSource(strings = {PEER, PEER_6})
    void connectionsOfAProxyAreDelayedAndNotSentToItAgain(String address) throws Exception {
        for (String tool : new String[] {"iptables -w", "ip6tables -w"}) {
            world.sh("nsenter --net=/run/netns/app sh -ec '" + tool + " -t nat -A OUTPUT -p tcp -m owner --uid-owner 1000 -j RETURN; "
                + tool + " -t nat -A OUTPUT -p tcp -o eth0 -j REDIRECT --to-ports 15001'");
        }
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, protocol: tcp, delay: 60ms } }
            timeline: [{ at: 0s, inject: slow, for: 1m }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            long before = System.nanoTime();
            assertEquals("hello", world.sh("cd /; timeout 60 nsenter --net=/run/netns/app setpriv --reuid=1000 --regid=1000 --clear-groups"
                + " bash -c 'exec 3<>/dev/tcp/" + address + "/7; printf hello >&3; head -c 5 <&3'"));
            assertTrue(System.nanoTime() - before >= 240_000_000, "a connection and an answer are two round trips of 120 ms");
            nofin.signal("TERM").await().exitedWith(5);
        }
    }

    /** Sends datagrams and lives on: a rule behind the engine's finds no owner of a socket that is closed. */
    private Process sender(String address, boolean grouped) throws IOException {
        return world.start(world.directory().resolve("sender"), List.of("sh", "-c",
            (grouped ? "echo 0 >" + GROUP_PATH + "/cgroup.procs; " : "") + "exec \"$@\"", "sh", "nsenter", "--net=/run/netns/app", "setpriv", "--reuid=1000",
            "--regid=1000", "--clear-groups", "bash", "-c", "exec 3>/dev/udp/" + address + "/7; for i in $(seq 0 " + (DATAGRAMS - 1)
                + "); do printf '%s' \"" + address + " $i\" >&3; done; exec sleep 300"));
    }
}
