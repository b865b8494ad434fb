package io.nofin.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault that the agent keeps, outside of scenarios.
 *
 * @param effect     the effect as scenarios write it, for example {@code drop: silent}
 * @param remaining  the time for which it goes on firing; empty when it is not firing
 * @param packets    the number of packets that matched so far
 * @param tookEffect whether any packets matched
 */
public record FaultState(String name, String effect, boolean firing, Optional<Duration> remaining, String owner, long packets,
        boolean tookEffect) {

    private static final double NANOS = 1e9;

    /** Reads a fault from an object of the API. */
    public static FaultState of(JsonNode fault) {
        JsonNode remaining = fault.path("remaining");
        return new FaultState(fault.required("name").asText(), fault.path("effect").asText(), fault.path("firing").asBoolean(),
            remaining.isNumber() ? Optional.of(Duration.ofNanos(Math.round(remaining.asDouble() * NANOS))) : Optional.empty(),
            fault.path("owner").asText(), fault.path("packets").asLong(), fault.path("took-effect").asBoolean());
    }
}
