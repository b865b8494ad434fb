package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.NameServer;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Host names mean what they mean to the target: nofin's own host knows others by them, or none. */
class NamesOfTargetsTest extends InWorld {

    @Test
    void aPeerIsWhoTheTargetsNameServerSaysItIs() throws Exception {
        try (NameServer here = NameServer.start(world.host(), () -> List.of(PEER));
                NameServer there = NameServer.start(app, () -> List.of(OTHER_PEER));
                Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "db.test", "--for", "60s").awaitFiring()) {
            assertFalse(reaches(OTHER_PEER), here + ", " + there);
            assertReaches(PEER);
            nofin.signal("INT").await();
        }
    }

    /**
     * The target's own hosts file says who a peer is, as in a container that was started with --add-host: here the process has a network
     * and files of its own.
     */
    @Test
    void aPeerIsWhoTheTargetsHostsFileSaysItIs() throws Exception {
        world.addHost(PEER, "db.test");
        String pid = process(OTHER_PEER + " db.test");
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "pid:" + pid, "--peer", "db.test", "--for", "60s").awaitFiring()) {
            assertFalse(reaches(OTHER_PEER));
            assertReaches(PEER);
            nofin.signal("INT").await();
        }
    }

    @Test
    void aNamedNamespaceHasTheFilesOfIpNetns() throws Exception {
        world.configure("nofin: 1\n");
        world.addHost(PEER, "db.test");
        world.sh("mkdir -p /etc/netns/app; echo '" + OTHER_PEER + " db.test' > /etc/netns/app/hosts");
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "db.test", "--for", "60s").awaitFiring()) {
            assertFalse(reaches(OTHER_PEER));
            assertReaches(PEER);
            nofin.signal("INT").await();
        }
    }

    @Test
    void eachTargetHasItsOwnAddressesOfAName() throws Exception {
        world.sh("ip netns add web; ip link add eth1 netns web type veth peer name eth1 netns peer; ip -n web link set lo up; ip -n web link set eth1 up"
            + "; ip -n peer link set eth1 up; ip -n web addr add 10.98.0.1/24 dev eth1; ip -n web route add 10.99.0.0/24 dev eth1"
            + "; ip -n peer addr add 10.98.0.2/24 dev eth1");
        Files.writeString(world.directory().resolve("scenario.yaml"), """
            nofin: 1
            targets: { app: { netns: app }, web: { netns: web } }
            faults: { cut: { on: [app, web], peers: db.test, drop: silent } }
            timeline: [{ at: 0s, for: 60s, inject: cut }]
            """);
        try (NameServer one = NameServer.start(app, () -> List.of(PEER));
                NameServer other = NameServer.start(world.namespace("web"), () -> List.of(OTHER_PEER));
                Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            assertFalse(reaches(PEER), one + ", " + other);
            assertReaches(OTHER_PEER);
            assertEquals(Attempt.ANSWERED, Attempt.udp(world.namespace("web"), PEER, 7).makePatiently());
            assertEquals(Attempt.SILENCE, Attempt.udp(world.namespace("web"), OTHER_PEER, 7).make());
            nofin.signal("INT").await();
        }
    }

    @Test
    void aNameServerThatIsSilentIsToldOf() throws Exception {
        try (DatagramSocket silent = app.call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.1", 53)))) {
            Nofin.Result result = run("drop", "--target", "netns:app", "--peer", "db.test", "--for", "1s").exitedWith(4);

            assertTrue(result.errors().contains("netns:app cannot tell what 'db.test' means: asking the name server 127.0.0.1 for db.test: it did not answer in time"
                + ": name an address or a target, or make its /etc/resolv.conf name a server that answers there"), result + ", " + silent);
        }
    }

    @Test
    void monitorsAndProbesLookWhereTheTargetWould() throws Exception {
        world.addHost("10.99.0.9", "db.test");
        String pid = process(PEER + " db.test");
        Files.writeString(world.directory().resolve("scenario.yaml"), """
            nofin: 1
            targets: { app: { pid: PID } }
            probes: { db: { from: app, udp: "db.test:7", every: 50ms, timeout: 500ms } }
            faults: { cut: { on: app, peers: db.test, drop: silent } }
            timeline: [{ at: 300ms, for: 1s, inject: cut }]
            expect: [{ probe: db, down-within: 5s, of: cut }, { probe: db, up-within: 5s, after: cut }]
            """.replace("PID", pid));

        run("monitor", "--udp", "db.test:7", "--target", "pid:" + pid, "--every", "50ms", "--for", "1s").exitedWith(0);
        run("run", "scenario.yaml").exitedWith(0);
    }

    /** The questions that nofin asks from the target's network are no proof that the target was faulted. */
    @Test
    void aFaultThatMeansTheNameServerDoesNotCountQuestionsOfNofins() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Files.writeString(world.directory().resolve("resolv.conf"), "nameserver 10.99.0.4\n");
        world.sh("ip -n peer addr add 10.99.0.4/24 dev eth0; ip -n peer link set lo up; ip netns exec peer sysctl -qw net.ipv4.conf.all.route_localnet=1"
            + "; ip netns exec peer iptables -t nat -A PREROUTING -d 10.99.0.4 -p udp --dport 53 -j DNAT --to-destination 127.0.0.1:53"
            + "; mount --bind resolv.conf /etc/resolv.conf");
        Files.writeString(world.directory().resolve("scenario.yaml"), """
            nofin: 1
            targets: { app: { netns: app } }
            faults:
              named: { on: app, peers: db.test, drop: silent, optional: true }
              all: { on: app, protocol: udp, drop: silent }
            timeline: [{ at: 1s, for: 3s, inject: [named, all] }]
            """);
        try (NameServer there = NameServer.start(world.namespace("peer"), () -> {
            asked.incrementAndGet();
            return List.of(OTHER_PEER);
        }); Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Nofin.Result result = nofin.await().exitedWith(1);

            assertTrue(asked.get() > 4, "asked again before and after: " + asked + ", " + there);
            assertTrue(result.output().contains("all") && !result.output().contains("out 1 packet"), result.toString());
        }
        Wait.until("nothing is left", () -> world.traces("app").isEmpty());
    }

    /**
     * Many names, one asked for after the other, so that a question or its answer is on its way for half of the time, and a cut of all
     * traffic that fires again and again: it meets what the target itself sends, to the packet, and nothing else.
     */
    @Test
    void aCutOfAllTrafficMeetsNoQuestionThatIsOnItsWay() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Files.writeString(world.directory().resolve("resolv.conf"), "nameserver 10.99.0.4\n");
        world.sh("ip -n peer addr add 10.99.0.4/24 dev eth0; mount --bind resolv.conf /etc/resolv.conf"
            + "; ip netns exec app sysctl -qw net.ipv6.conf.all.disable_ipv6=1");     // its neighbours hear no MLD of it
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults:
              named: { on: app, peers: [NAMES], drop: silent, optional: true }
              all: { on: app, drop: silent }
            timeline:
              - { at: 0s, for: 10ms, inject: named }
              - { at: 250ms, for: 60ms, inject: all, repeat: { every: 130ms, times: 50 } }
            """.replace("NAMES", IntStream.range(0, 12).mapToObj(number -> "db" + number + ".test").collect(Collectors.joining(", "))));
        try (NameServer there = NameServer.start(world.namespace("peer"), "10.99.0.4", () -> {
            asked.incrementAndGet();
            return late(OTHER_PEER);
        }); DatagramSocket from = app.call(() -> new DatagramSocket());
                DatagramSocket to = world.namespace("peer").call(() -> new DatagramSocket(new InetSocketAddress(PEER, 5_555)));
                Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            int before = asked.get();
            int lost = 0;
            while (nofin.isRunning()) {
                lost += isLost(from, to) ? 1 : 0;
            }
            JsonNode all = new ObjectMapper().readTree(nofin.await().output()).at("/faults/1");

            assertEquals("all: in 0, out " + lost, all.get("name").asText() + ": in " + packets(all, "in") + ", out " + packets(all, "out"), all.toString());
            assertTrue(asked.get() - before > 12 && lost > 0, "asked " + asked + " times, lost " + lost + ", " + there);
        }
    }

    private static int packets(JsonNode fault, String direction) {
        int packets = 0;
        for (JsonNode count : fault.get("matched")) {
            packets += count.get("direction").asText().equals(direction) ? count.get("packets").asInt() : 0;
        }
        return packets;
    }

    private static List<String> late(String address) {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
            return List.of(address);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends one datagram, and returns whether it does not arrive. */
    private static boolean isLost(DatagramSocket from, DatagramSocket to) throws Exception {
        from.send(new DatagramPacket(new byte[10], 10, new InetSocketAddress(PEER, 5_555)));
        to.setSoTimeout(100);
        try {
            to.receive(new DatagramPacket(new byte[10], 10));
            return false;
        } catch (SocketTimeoutException lost) {
            return true;
        }
    }

    /** A process of app's with its own hosts file; returns its id. */
    private String process(String hosts) throws Exception {
        Files.writeString(world.directory().resolve("own-hosts"), hosts + "\n");
        Process process = world.start(world.directory().resolve("pid"), List.of("ip", "netns", "exec", "app", "sh", "-c",
            "mount --bind own-hosts /etc/hosts; echo $$; exec sleep 300"));
        Wait.until("the process runs", () -> !Files.readString(world.directory().resolve("pid")).isBlank() && process.isAlive());
        return Files.readString(world.directory().resolve("pid")).strip();
    }
}
