package io.nofin.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.api.JsonFields;
import io.nofin.api.JsonText;
import io.nofin.api.ProbeState;
import io.nofin.probe.Latencies;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Transition;
import io.nofin.scenario.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes and reads the events of a monitor that an agent keeps: an object on one line, times in seconds, moments as in RFC 3339. */
public final class MonitorJson {

    /** The type of the event that tells a change of state. */
    public static final String STATE = "state";
    /** The type of the event that tells how many attempts were made. */
    public static final String PROGRESS = "progress";
    /** The type of the last event. */
    public static final String END = "end";

    private static final double NANOS = 1e9;

    private MonitorJson() {
    }

    /** Returns a change of state. */
    public static String of(Transition change) {
        return JsonText.line(JsonFields.of("at", change.at().toString(), "state", change.to().toString(), "previous-state", change.from().toString(),
            "reason", change.reason(), "failures", change.failures()));
    }

    /** Returns how it stands. */
    public static String of(MonitorResult result) {
        return JsonText.line(JsonFields.of("state", result.state().toString(), "succeeded", result.succeeded(), "failed", result.failed(),
            "last-failure", result.lastFailure().orElse(null), "latency", result.latencies().map(ProbeJson::latencies).orElse(null)));
    }

    /** Reads a change of state; its moment on the clock of this process is now. */
    public static Transition transition(JsonNode data) {
        return new Transition(state(data.path("previous-state")), state(data.path("state")), System.nanoTime(),
            Instant.parse(data.path("at").asText()), data.path("reason").asText(), data.path("failures").asInt());
    }

    /** Reads how it stands; states before and single attempts are not told. */
    public static MonitorResult result(String name, Probe probe, JsonNode data) {
        JsonNode latency = data.path("latency");
        return new MonitorResult(name, probe, state(data.path("state")), List.of(), data.path("succeeded").asLong(), data.path("failed").asLong(),
            Optional.ofNullable(data.path("last-failure").textValue()), latency.isObject() ? Optional.of(new Latencies(duration(latency, "shortest"),
                duration(latency, "median"), duration(latency, "p90"), duration(latency, "p99"), duration(latency, "longest"))) : Optional.empty(),
            List.of(), List.of());
    }

    private static Duration duration(JsonNode latency, String key) {
        return Duration.ofNanos(Math.round(latency.path(key).asDouble() * NANOS));
    }

    private static ProbeState state(JsonNode word) {
        return Stream.of(ProbeState.values()).filter(state -> state.toString().equals(word.asText())).findFirst()
            .orElseThrow(() -> new IllegalStateException("no state of a probe: " + word));
    }
}
