package io.nofin.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.ProbeState;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.AfterFailed;
import io.nofin.scenario.Callback;
import io.nofin.scenario.Command;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeEvent;
import io.nofin.scenario.ProbeKind;
import io.nofin.scenario.Retry;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands and posts on loopback, from a probe whose dependency is a file. */
@Timeout(240)
class CallbacksTest {

    private static final Duration EVERY = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void areToldTheStateByVariables() throws Exception {
        Path told = folder.resolve("told");
        String env = "env | grep ^NOFIN_ | sort >" + told + "; echo written";
        MonitorResult result = failing(Map.of(ProbeEvent.ON_FAILURE, exec(env, LONG)));

        Transition failed = result.transitions().get(0);
        assertEquals(List.of("NOFIN_ATTEMPTS=2", "NOFIN_PREVIOUS_STATE=connecting", "NOFIN_PROBE=file", "NOFIN_REASON=exit status 1",
            "NOFIN_SINCE=" + failed.at(), "NOFIN_STATE=failed"), Files.readAllLines(told));
        CallbackRun run = result.callbacks().get(0);
        assertEquals("ON_FAILURE true exit status 0: written", run.occasion() + " " + run.succeeded() + " " + run.outcome());
    }

    @Test
    void arePostedTheState() throws Exception {
        try (NetworkNamespace here = NetworkNamespace.current(); Servers servers = new Servers(here)) {
            int port = servers.serveHttpOnLoopback();
            Callback hook = Callback.Webhook.parse("http://127.0.0.1:" + port + "/post", LONG);
            MonitorResult result = failing(Map.of(ProbeEvent.ON_FAILURE, hook));

            assertEquals(List.of("HTTP status 204"), result.callbacks().stream().map(CallbackRun::outcome).toList());
            assertEquals(List.of("{\"probe\":\"file\",\"state\":\"failed\",\"previous-state\":\"connecting\",\"since\":\""
                + result.transitions().get(0).at() + "\",\"reason\":\"exit status 1\",\"attempts\":2}"), servers.posts());
        }
    }

    @Test
    void arePostedInVainWhereNobodyAnswersOrListens() throws Exception {
        int port;
        try (NetworkNamespace here = NetworkNamespace.current(); Servers servers = new Servers(here)) {
            port = servers.serveHttpOnLoopback();
            Callback hook = Callback.Webhook.parse("http://127.0.0.1:" + port + "/silent", Duration.ofMillis(200));

            assertEquals("no answer within 200 ms", failing(Map.of(ProbeEvent.ON_FAILURE, hook)).callbacks().get(0).outcome());
        }
        Callback nobody = Callback.Webhook.parse("http://127.0.0.1:" + port + "/", LONG);

        CallbackRun run = failing(Map.of(ProbeEvent.ON_FAILURE, nobody)).callbacks().get(0);
        assertEquals("Connection refused false", run.outcome() + " " + run.succeeded());
    }

    @Test
    void thatHangAreKilledAndHoldNobodyUp() throws Exception {
        Path file = folder.resolve("file");
        Map<ProbeEvent, Callback> callbacks = Map.of(ProbeEvent.ON_CONNECT, exec("sleep 300", Duration.ofSeconds(6)));
        try (Monitor monitor = start(file, callbacks, AfterFailed.KEEP_TRYING)) {
            Files.createFile(file);
            assertTrue(monitor.awaitUp(LONG));
            Files.delete(file);
            Wait.until("it goes down", () -> monitor.result().state() != ProbeState.UP);
            assertEquals(List.of(), monitor.result().callbacks(), "still hanging");

            monitor.stop(LONG);

            assertEquals(List.of("killed after 6 s"), monitor.result().callbacks().stream().map(CallbackRun::outcome).toList());
        }
    }

    @Test
    void thatHangEndWithTheMonitor() throws Exception {
        Path pid = folder.resolve("pid");
        Monitor monitor = start(folder.resolve("none"), Map.of(ProbeEvent.ON_FAILURE, exec("echo $$ >" + pid + "; sleep 300", LONG)), AfterFailed.STOP);
        Wait.until("it is called", () -> Files.exists(pid) && !Files.readString(pid).isEmpty());
        monitor.close();

        assertEquals(List.of("interrupted"), monitor.result().callbacks().stream().map(CallbackRun::outcome).toList());
        Wait.until("it ends", () -> ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void thatPileUpAreNotRun() throws Exception {
        try (ProbeThreads threads = ProbeThreads.start(1)) {
            ListenerQueue nobody = new ListenerQueue("file", ProbeListener.NONE, threads.notices());
            Callbacks callbacks = new Callbacks("file", Map.of(ProbeEvent.ON_CONNECT, exec("sleep 300", LONG)), nobody, threads.callbacks(),
                Probers.Addresses.RESOLVED);
            Transition up = new Transition(ProbeState.CONNECTING, ProbeState.UP, 0, Instant.EPOCH, "", 0);
            for (int i = 0; i < 50; i++) {
                callbacks.call(up);
            }

            assertTrue(callbacks.runs().size() >= 50 - 33, "one runs, 32 wait: " + callbacks.runs().size());
            assertEquals("not run: too many wait before it", callbacks.runs().get(0).outcome());
            callbacks.finish(Duration.ZERO);
        }
    }

    /** A listener that takes its time, as on a full machine the first line of JSON does, hears of the callback before the end all the same. */
    @Test
    void areToldOfBeforeTheEndHoweverSlowTheListenerIs() {
        List<String> told = new CopyOnWriteArrayList<>();
        Announcer announcer = Announcer.alone("file", probe(folder.resolve("file"), Map.of(ProbeEvent.ON_CONNECT, exec("true", LONG)), AfterFailed.STOP), new ProbeListener() {
            @Override
            public void changed(String name, Transition transition) {
                LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
                told.add("changed");
            }

            @Override
            public void calledBack(String name, CallbackRun run) {
                told.add("called back");
            }
        });
        announcer.changed(new Transition(ProbeState.CONNECTING, ProbeState.UP, 0, Instant.EPOCH, "", 0));

        announcer.finish(LONG);

        assertEquals(List.of("changed", "called back"), told);
    }

    /** Returns the result of a probe of a file that is not there, once it has failed and its callbacks have ended. */
    private MonitorResult failing(Map<ProbeEvent, Callback> callbacks) throws IOException {
        try (Monitor monitor = start(folder.resolve("none"), callbacks, AfterFailed.STOP)) {
            assertTrue(monitor.awaitEnd(LONG));
            monitor.stop(LONG);
            return monitor.result();
        }
    }

    private static Monitor start(Path file, Map<ProbeEvent, Callback> callbacks, AfterFailed afterFailed) throws IOException {
        Probe probe = probe(file, callbacks, afterFailed);
        return Monitor.start("file", probe, Optional.empty(), Probers.of("file", probe, Probers.Addresses.RESOLVED), 7, ProbeListener.NONE);
    }

    private static Probe probe(Path file, Map<ProbeEvent, Callback> callbacks, AfterFailed afterFailed) {
        return new Probe("here", new ProbeKind.Exec(new Command(List.of("test", "-e", file.toString()))), EVERY, LONG,
            Retry.every(EVERY, 2), afterFailed, callbacks);
    }

    private static Callback exec(String line, Duration limit) {
        return new Callback.Exec(Command.shell(line), limit);
    }
}
