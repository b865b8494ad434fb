package io.nofin.probe;

import static io.nofin.api.ProbeState.CONNECTING;
import static io.nofin.api.ProbeState.DOWN;
import static io.nofin.api.ProbeState.FAILED;
import static io.nofin.api.ProbeState.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.ProbeState;
import io.nofin.scenario.AfterFailed;
import io.nofin.scenario.Command;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.HttpUrl;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeKind;
import io.nofin.scenario.Retry;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import io.nofin.unit.IpFamily;
import io.nofin.witness.TwoHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real servers in another namespace, and rules made by hand that cut them off. */
@KernelTest
@Timeout(240)
class MonitorTest {

    private static final Duration EVERY = Duration.ofMillis(10);
    private static final Duration LIMIT = Duration.ofMillis(900);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String CUT = "iptables -w -t raw -%s PREROUTING -j DROP";
    private static final Endpoint SERVER = new Endpoint("10.77.0.2", Servers.PORT);

    private final List<Transition> heard = new CopyOnWriteArrayList<>();
    private TwoHosts hosts;
    private Servers servers;
    private EchoServer echo;

    @BeforeEach
    void makeHosts() throws IOException {
        hosts = new TwoHosts();
        servers = new Servers(hosts.far().namespace());
    }

    @AfterEach
    void removeHosts() throws IOException {
        if (echo != null) {
            echo.close();
        }
        servers.close();
        hosts.close();
    }

    @Test
    void failsWhenItNeverConnectsAndStops() throws IOException {
        try (Monitor monitor = start(new ProbeKind.Tcp(SERVER), 3, AfterFailed.STOP)) {
            assertTrue(monitor.awaitEnd(LONG));
            monitor.stop(LONG);         // the listener has heard all

            MonitorResult result = monitor.result();
            assertEquals(List.of("connecting to failed after 3: 10.77.0.2 port 8080 cannot be connected to: Connection refused"), told(result));
            assertEquals(result.transitions(), heard);
            assertEquals(3, result.failed());
            assertEquals(0, result.succeeded());
            assertEquals(Optional.empty(), result.latencies());
        }
    }

    @Test
    void triesOnAfterItFailed() throws Exception {
        try (Monitor monitor = start(new ProbeKind.Tcp(SERVER), 3, AfterFailed.KEEP_TRYING)) {
            Wait.until("it fails", () -> monitor.result().state() == FAILED);
            servers.listen();
            assertTrue(monitor.awaitUp(LONG));

            assertEquals(List.of(FAILED, UP), states(monitor));
            assertTrue(monitor.result().latencies().isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void followsAConnectionThroughASilentCut(IpFamily family) throws Exception {
        servers.listen();
        String program = family == IpFamily.IPV4 ? "iptables" : "ip6tables";
        ProbeKind probeKind = new ProbeKind.Tcp(new Endpoint(hosts.farAddress(family).getHostAddress(), Servers.PORT));
        try (Monitor monitor = start(probeKind, 1_000, AfterFailed.STOP)) {
            assertTrue(monitor.awaitUp(LONG));
            Shell.in(hosts.near().namespace(), CUT.formatted("A").replace("iptables", program));
            Wait.until("it goes down", () -> monitor.result().state() == DOWN);
            Shell.in(hosts.near().namespace(), CUT.formatted("D").replace("iptables", program));
            assertTrue(monitor.awaitUp(LONG));

            assertEquals(List.of(UP, DOWN, UP), states(monitor));
            assertEquals(hosts.farAddress(family).getHostAddress() + " port 8080 did not answer within 900 ms",
                monitor.result().transitions().get(1).reason());
        }
    }

    /** The dependency counts as up until the answer that the cut took is missed. */
    @Test
    void awaitsTheEndOfAnAttemptThatACutHasMet() throws Exception {
        servers.echoDatagrams();
        try (Monitor monitor = start(new ProbeKind.Udp(SERVER), 1_000, AfterFailed.STOP)) {
            assertTrue(monitor.awaitUp(LONG));
            cut("A");
            Wait.until("an answer is lost", () -> !Shell.in(hosts.near().namespace(), "iptables -w -t raw -nvxL PREROUTING | awk '/DROP/ { print $1 }'")
                .strip().equals("0"));
            cut("D");

            assertTrue(monitor.awaitUpSince(System.nanoTime(), LONG));

            assertEquals(List.of(UP, DOWN, UP), states(monitor));
        }
    }

    @Test
    void followsDatagramsThroughASilentCut() throws Exception {
        servers.echoDatagrams();
        try (Monitor monitor = start(new ProbeKind.Udp(SERVER), 2, AfterFailed.KEEP_TRYING)) {
            assertTrue(monitor.awaitUp(LONG));
            cut("A");
            Wait.until("it fails", () -> monitor.result().state() == FAILED);
            cut("D");
            assertTrue(monitor.awaitUp(LONG));

            assertEquals(List.of("connecting to up after 0: ", "up to down after 1: no echo from 10.77.0.2 port 8080 within 900 ms",
                "down to failed after 2: no echo from 10.77.0.2 port 8080 within 900 ms", "failed to up after 0: "), told(monitor.result()));
        }
    }

    @Test
    void saysThatNobodyTakesADatagram() throws IOException {
        assertEquals("nothing listens on 10.77.0.2 port 8080", failure(new ProbeKind.Udp(SERVER)));
    }

    @Test
    void looksAtStatusAndBodyOfAnHttpAnswer() throws IOException {
        servers.serveHttp();

        assertEquals("", failure(http("GET", "/ok", List.of(), Optional.of("well at 10.77.0.2:8080"))));
        assertEquals("", failure(http("HEAD", "/gone", List.of(410), Optional.empty())));
        assertEquals("", failure(http("POST", "/post", List.of(), Optional.empty())));
        assertEquals("answered with status 410", failure(http("GET", "/gone", List.of(), Optional.empty())));
        assertEquals("answered with status 200", failure(http("GET", "/ok", List.of(201), Optional.empty())));
        assertEquals("answered with status 200, but without 'ill'", failure(http("GET", "/ok", List.of(), Optional.of("ill"))));
        assertEquals("no whole answer within 900 ms", failure(http("GET", "/silent", List.of(), Optional.empty())));
    }

    @Test
    void saysThatAnAnswerIsNotHttp() throws Exception {
        echo = EchoServer.start(hosts.far().namespace());
        HttpUrl url = new HttpUrl(new Endpoint("10.77.0.2", EchoServer.PORT), "/");

        assertEquals("the answer is not HTTP: 'GET / HTTP/1.0\\u000d\\u000aHost: 10.77.0.2:7\\u000d\\u000aUser-Agent: nofin\\u000d\\u000aAccept...'",
            failure(new ProbeKind.Http(url, "GET", List.of(), Optional.empty())));
    }

    @Test
    void runsACommandInTheTargetsNetwork() throws IOException {
        assertEquals("", failure(exec("ip -o link show near0")));
        assertEquals("exit status 7: no luck", failure(exec("echo no luck; exit 7")));
        assertEquals("still running after 900 ms, killed", failure(exec("sleep 300")));
    }

    @Test
    void noticesHalfOpenConnectionsWithoutLosingThem() throws Exception {
        echo = EchoServer.start(hosts.far().namespace());
        try (Monitor monitor = hold(5)) {
            assertTrue(monitor.awaitUp(LONG));
            cut("A");
            Wait.until("it fails", () -> monitor.result().state() == FAILED);
            cut("D");
            assertTrue(monitor.awaitUp(LONG), "the same connection: that server takes one only");

            assertEquals(List.of("connecting to up after 0: ", "up to down after 1: no echo within 900 ms",
                "down to failed after 5: no echo within 900 ms", "failed to up after 0: "), told(monitor.result()));
        }
    }

    @Test
    void connectsAgainAfterAReset() throws Exception {
        echo = EchoServer.start(hosts.far().namespace());
        try (Monitor monitor = hold(1_000)) {
            assertTrue(monitor.awaitUp(LONG));
            echo.reset();
            echo.close();
            Wait.until("it goes down", () -> monitor.result().state() == DOWN);
            echo = EchoServer.start(hosts.far().namespace());
            assertTrue(monitor.awaitUp(LONG));
            assertEquals(List.of(UP, DOWN, UP), states(monitor).subList(0, 3));
            String reason = monitor.result().transitions().get(1).reason();
            assertTrue(reason.startsWith("reset: Connection reset"), reason);       // the reader and the sender have other words for it
        }
    }

    @Test
    void endsAtOnceInTheMiddleOfAnAttempt() throws IOException {
        Shell.in(hosts.near().namespace(), CUT.formatted("A"));
        servers.listen();
        for (ProbeKind probeKind : List.of(new ProbeKind.Tcp(SERVER), new ProbeKind.Udp(SERVER), exec("sleep 300"),
                http("GET", "/", List.of(), Optional.empty()))) {
            Probe patient = new Probe("near", probeKind, EVERY, Duration.ofHours(1), Retry.every(EVERY, 1), AfterFailed.STOP, Map.of());
            Monitor monitor = start(patient);
            assertFalse(monitor.awaitFirstAttempt(LIMIT));

            assertTimeoutPreemptively(LONG, monitor::close);

            assertEquals(CONNECTING, monitor.result().state(), "what was broken off says nothing");
            assertEquals(0, monitor.result().failed(), probeKind.toString());
        }
    }

    @Test
    void leavesNoThread() throws Exception {
        List<String> before = threads();
        try (Monitor monitor = start(new ProbeKind.Tcp(SERVER), 1, AfterFailed.STOP)) {
            assertTrue(monitor.awaitEnd(LONG));
        }

        Wait.until("its threads end", () -> threads().equals(before));
    }

    private Monitor hold(int attempts) throws IOException {
        return start(new ProbeKind.Hold(new Endpoint("10.77.0.2", EchoServer.PORT)), attempts, AfterFailed.KEEP_TRYING);
    }

    private Monitor start(ProbeKind probeKind, int attempts, AfterFailed afterFailed) throws IOException {
        return start(new Probe("near", probeKind, EVERY, LIMIT, Retry.every(EVERY, attempts), afterFailed, Map.of()));
    }

    private Monitor start(Probe probe) throws IOException {
        return Monitor.start("redis", probe, Optional.of(hosts.near().namespace()), Probers.of("redis", probe, Probers.Addresses.RESOLVED), 7,
            (name, transition) -> heard.add(transition));
    }

    /** Returns the reason why a single attempt fails; empty when it does not. */
    private String failure(ProbeKind probeKind) throws IOException {
        try (Monitor monitor = start(probeKind, 1, AfterFailed.STOP)) {
            assertTrue(monitor.awaitFirstAttempt(LONG));
            return monitor.result().lastFailure().orElse("");
        }
    }

    private void cut(String action) throws IOException {
        Shell.in(hosts.near().namespace(), CUT.formatted(action));
    }

    private static ProbeKind http(String method, String path, List<Integer> statuses, Optional<String> contains) {
        return new ProbeKind.Http(new HttpUrl(SERVER, path), method, statuses, contains);
    }

    private static ProbeKind exec(String line) {
        return new ProbeKind.Exec(Command.shell(line));
    }

    private static List<ProbeState> states(Monitor monitor) {
        return monitor.result().transitions().stream().map(Transition::to).toList();
    }

    private static List<String> told(MonitorResult result) {
        return result.transitions().stream()
            .map(change -> change.from() + " to " + change.to() + " after " + change.failures() + ": " + change.reason()).toList();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("nofin")).sorted().toList();
    }
}
