package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultSpecTest {

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 1_000_001, 999_999_999, 1_000_000_001, 999_999_999_999L, 1_000_000_000_000L, 3_600_000_000_000L,
        9_960_000_000_000L, 97_200_000_000_000L, 86_399_999_999_999L, 2_073_600_000_000_000L})
    void takesEveryLengthAsItWasWritten(long nanos) {
        Duration length = Duration.ofNanos(nanos);

        FaultSpec spec = FaultSpec.read("cut", body().put("for", Durations.format(length)).put("max-duration", "596h"));

        assertEquals(Optional.of(length), spec.length());
        assertEquals(length, spec.scenario().length());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999, 1_000, 1_001, 999_999})
    void refusesThoseThatAreTooShortAsSuch(long nanos) {
        String length = Durations.format(Duration.ofNanos(nanos));

        assertEquals("timeline[0].for: too short: " + length + ": a fault lasts 1ms at least",
            assertThrows(ApiError.class, () -> FaultSpec.read("cut", body().put("for", length))).getMessage());
    }

    /** Refuses what is no truth value: a fault that was to be armed only would fire otherwise. */
    @Test
    void doesNotGuessWhetherAFaultIsOnlyArmed() {
        for (String text : List.of("yes", "true", "1")) {
            assertEquals(400, assertThrows(ApiError.class, () -> FaultSpec.read("cut", body().put("for", "1s").put("armed-only", text))).status(), text);
        }
        assertEquals(400, assertThrows(ApiError.class, () -> FaultSpec.read("cut", body().put("for", "1s").put("armed-only", 1))).status());
    }

    @Test
    void refusesALengthThatIsNone() {
        assertEquals("not a duration: 'soon'", assertThrows(ApiError.class, () -> FaultSpec.read("cut", body().put("for", "soon"))).getMessage());
    }

    private static ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("drop", "silent");
        body.putArray("on").add("netns:app");
        return body;
    }
}
