package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.watch.WatchEvent;
import io.nofin.junit.FaultBuilder;
import io.nofin.junit.Injection;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.scenario.Direction;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch is open while the line goes, in one way or another, and another client writes: it gets each update, once. */
@KernelTest
@NofinTest
@Timeout(300)
class EtcdWatchTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration UNHURRIED = Duration.ofSeconds(60);
    private static final Duration QUICK = Duration.ofSeconds(1);

    /** The packets that show that TCP has sent the update again a few times. */
    private static final int TRANSMISSIONS = 4;

    private static TestHost app;
    private static TestHost server;
    @AutoClose
    private static EtcdCluster etcd;

    @BeforeAll
    static void startEtcd(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("app", "writer", "etcd");
        app = lab.host("app");
        server = lab.host("etcd");
        etcd = EtcdCluster.start(List.of(server), lab.host("writer"));
    }

    @Test
    void aSilentCutHoldsUpdatesBackAndTheSameConnectionBringsThem(Nofin nofin) throws Exception {
        try (Watching watching = Watching.start("silent", UNHURRIED); Injection cut = cut(nofin).drop().arm()) {
            String connection = connections();
            heldBack(watching, cut);
            assertEquals(connection, connections(), "nobody has noticed");
            cut.report().silent().nothingCrossed().connectionsSurvived();
        }
    }

    @Test
    void aSilentCutLongerThanKeepaliveMakesTheClientWatchAnewFromWhereItWas(Nofin nofin) throws Exception {
        try (Watching watching = Watching.start("silent-for-long", QUICK); Injection cut = cut(nofin).drop().arm()) {
            String connection = connections();
            write(watching, 1);
            watching.awaits(1);
            cut.fire();
            write(watching, 2);
            cut.awaitDetected(SOON, () -> !connections().contains(connection));
            write(watching, 3);
            assertEquals(List.of("1"), watching.seen());

            cut.heal();
            cut.awaitRecovered(SOON, () -> watching.seen().size() >= 3);
            seesEachOnce(watching, 3);
            cut.report().silent().nothingCrossed();
        }
    }

    @Test
    void aClientThatHearsNothingGetsUpdatesAfterTheHeal(Nofin nofin) throws Exception {
        try (Watching watching = Watching.start("deaf", UNHURRIED); Injection cut = cut(nofin).direction(Direction.IN).drop().arm()) {
            heldBack(watching, cut);
        }
    }

    /** Updates arrive, and their acknowledgements do not: TCP at the other end sends them again, and the client's throws them away. */
    @Test
    void aClientThatIsNotHeardGetsUpdatesMeanwhile(Nofin nofin) throws Exception {
        try (Watching watching = Watching.start("mute", UNHURRIED); Injection cut = cut(nofin).direction(Direction.OUT).drop().arm()) {
            write(watching, 1);
            watching.awaits(1);
            cut.fire();
            write(watching, 2);
            watching.awaits(2);
            Wait.until("it was sent again", () -> cut.packets() >= TRANSMISSIONS);

            cut.heal();
            seesEachOnce(watching, 2);
        }
    }

    @Test
    void aResetMakesTheClientWatchAnewFromWhereItWas(Nofin nofin) throws Exception {
        try (Watching watching = Watching.start("reset", UNHURRIED); Injection loud = cut(nofin).direction(Direction.OUT).reject().arm()) {
            String connection = connections();
            write(watching, 1);
            watching.awaits(1);
            loud.fire();
            write(watching, 2);
            loud.awaitDetected(SOON, () -> !connections().contains(connection));
            write(watching, 3);

            loud.heal();
            loud.awaitRecovered(SOON, () -> watching.seen().size() >= 3);
            seesEachOnce(watching, 3);
        }
    }

    private static FaultBuilder cut(Nofin nofin) {
        return nofin.on(app).peers(server).ports(EtcdCluster.PORT);
    }

    private static void heldBack(Watching watching, Injection cut) throws Exception {
        write(watching, 1);
        watching.awaits(1);
        cut.fire();
        write(watching, 2);
        write(watching, 3);
        Wait.until("TCP has tried for a while", () -> cut.packets() >= TRANSMISSIONS);
        assertEquals(List.of("1"), watching.seen());

        cut.heal();
        cut.awaitRecovered(SOON, () -> watching.seen().size() >= 3);
        seesEachOnce(watching, 3);
    }

    private static void write(Watching watching, int value) throws Exception {
        etcd.put(server, watching.key, Integer.toString(value));
    }

    /**
     * Asserts that a watch sees each value once. One more value is written at the end: any that came twice would have come before that one.
     */
    private static void seesEachOnce(Watching watching, int count) throws Exception {
        write(watching, count + 1);
        watching.awaits(count + 1);
        assertEquals(java.util.stream.IntStream.rangeClosed(1, count + 1).mapToObj(Integer::toString).toList(), watching.seen());
    }

    /** Returns the application's connections to etcd, by the addresses and ports of both their ends. */
    private static String connections() throws Exception {
        String connections = app.run("ss", "-Htn", "state", "established", "dport", "= :" + EtcdCluster.PORT).output()
            .lines().map(line -> line.strip().replaceAll("^\\d+\\s+\\d+\\s+", "")).sorted().reduce("", String::concat);
        return connections;
    }

    /** A watch of one key, in the application's network: its threads come from one that is there. */
    private static final class Watching implements AutoCloseable {

        private final String key;
        private final Client client;
        private final List<String> seen = new CopyOnWriteArrayList<>();

        private Watching(String key, Duration keepalive) {
            this.key = key;
            this.client = Client.builder().endpoints("http://" + server.address().getHostAddress() + ":" + EtcdCluster.PORT)
                .keepaliveTime(keepalive).keepaliveTimeout(keepalive).keepaliveWithoutCalls(true).build();
        }

        /** Opens a watch, and returns when it is open. */
        static Watching start(String key, Duration keepalive) throws Exception {
            Watching watching = app.call(() -> new Watching(key, keepalive));
            ByteSequence bytes = ByteSequence.from(key, StandardCharsets.UTF_8);
            app.call(() -> watching.client.getWatchClient().watch(bytes, Watch.listener(response ->
                response.getEvents().stream().map(WatchEvent::getKeyValue)
                    .forEach(found -> watching.seen.add(found.getValue().toString(StandardCharsets.UTF_8))))));
            Wait.until("the watch has its connection", () -> !connections().isEmpty());
            return watching;
        }

        List<String> seen() {
            return List.copyOf(seen);
        }

        void awaits(int count) throws Exception {
            Wait.until("it has seen " + count, () -> seen.size() >= count);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
