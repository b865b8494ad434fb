package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.ProbeState;
import io.nofin.probe.CallbackRun;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.Latencies;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Transition;
import io.nofin.run.RunResult;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeEvent;
import io.nofin.scenario.ProbeKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reports about a probe, for a person and for a machine. */
class ProbeTextTest {

    private static final Transition UP = change(ProbeState.CONNECTING, ProbeState.UP, 100, "", 0);
    private static final Transition DOWN = change(ProbeState.UP, ProbeState.DOWN, 3_200, "no answer", 1);
    private static final Transition FAILED = change(ProbeState.DOWN, ProbeState.FAILED, 9_000, "no answer", 10);
    private static final Transition UP_AGAIN = change(ProbeState.FAILED, ProbeState.UP, 12_400, "", 0);
    private static final Optional<Latencies> QUICK = Optional.of(
        new Latencies(millis(1), millis(2), millis(3), millis(4), millis(5)));

    @Test
    void aProbeThatWentDownFailedAndCameBack() {
        MonitorResult probe = new MonitorResult("db", probe(), ProbeState.UP, List.of(UP, DOWN, FAILED, UP_AGAIN), 30, 10,
            Optional.of("no answer"), QUICK, List.of(
                new CallbackRun(ProbeEvent.ON_FAILURE, "logger failed", FAILED.at(), millis(20), true, "exit status 0")), List.of());

        assertEquals("""
            probe db: tcp redis:6379 from app, every 1.00 s
              cut (10.0 s): down 1.20 s after it began (no answer); failed 7.00 s after it began, after 10 attempts; up 400 ms after the heal
              in all: 30 attempts succeeded, 10 failed; median 2.00 ms, 99% within 4.00 ms, longest 5.00 ms; at the end up
              on-failure at 9s: logger failed: exit status 0
            """, text(probe));
    }

    @Test
    void aProbeThatStayedUp() {
        MonitorResult probe = new MonitorResult("db", probe(), ProbeState.UP, List.of(UP), 1, 0, Optional.empty(), QUICK, List.of(), List.of());

        assertEquals("""
            probe db: tcp redis:6379 from app, every 1.00 s
              cut (10.0 s): stayed up
              in all: 1 attempt succeeded, 0 failed; median 2.00 ms, 99% within 4.00 ms, longest 5.00 ms; at the end up
            """, text(probe));
    }

    @Test
    void aProbeThatNeverConnected() {
        MonitorResult probe = new MonitorResult("db", probe(), ProbeState.CONNECTING, List.of(), 0, 3, Optional.of("refused"),
            Optional.empty(), List.of(), List.of());

        assertEquals("""
            probe db: tcp redis:6379 from app, every 1.00 s
              cut (10.0 s): connecting when it began; not up again
              in all: 0 attempts succeeded, 3 failed; at the end connecting (refused)
            """, text(probe));
    }

    @Test
    void hasTheSameAsData() throws JsonProcessingException {
        MonitorResult probe = new MonitorResult("db", probe(), ProbeState.UP, List.of(UP, DOWN, FAILED, UP_AGAIN), 30, 10,
            Optional.of("no answer"), QUICK, List.of(), List.of());
        JsonNode data = new ObjectMapper().readTree(JsonReport.of(run(probe))).get("probes").get(0);

        assertEquals("""
            [{"faults":["cut"],"length":10.0,"state-before":"up","down-after-beginning":1.2,"failed-after-beginning":7.0,\
            "failed-attempts":10,"up-after-heal":0.4,"median-latency":null}]""", data.get("reactions").toString());
        assertEquals("{\"at\":3.2,\"from\":\"up\",\"to\":\"down\",\"reason\":\"no answer\",\"failures\":1}",
            data.get("transitions").get(1).toString());
        assertEquals("{\"shortest\":0.001,\"median\":0.002,\"p90\":0.003,\"p99\":0.004,\"longest\":0.005}", data.get("latency").toString());
    }

    private static String text(MonitorResult probe) {
        return String.join("\n", ProbeText.lines(probe, run(probe))) + "\n";
    }

    private static RunResult run(MonitorResult probe) {
        RunResult run = Samples.run();
        return new RunResult(run.scenario(), run.plan(), Samples.STARTED, List.of(), List.of(), List.of(), List.of(probe),
            List.of(new FaultWindow(List.of("cut"), Samples.window())), List.of(), List.of(), Duration.ZERO, Samples.HERE, Optional.empty(),
            List.of(), false);
    }

    private static Probe probe() {
        return Probe.of("app", new ProbeKind.Tcp(new Endpoint("redis", 6379)));
    }

    private static Transition change(ProbeState from, ProbeState to, long millis, String reason, int failures) {
        return new Transition(from, to, millis * 1_000_000, Samples.STARTED.plusMillis(millis), reason, failures);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
