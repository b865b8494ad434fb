package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Drop;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.TargetSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DetectionTimesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final FaultRequest ORDER = new FaultRequest("cut", new Scenario("test", "drop: silent on app", OptionalLong.empty(), false,
        Map.of("app", new TargetSpec.Netns("app")), Map.of(),
        Map.of("cut", new Fault.OnTargets(List.of("app"), Selector.all(), new Drop(), false)), List.of(), Map.of()), SECOND, false);

    private final DetectionTimes detectionTimes = new DetectionTimes();

    @Test
    void aFaultThatEndedByItselfIsComplainedOfOnce() {
        detectionTimes.fired(System.nanoTime() - 2 * SECOND.toNanos(), SECOND, false);

        String message = assertThrows(AssertionError.class, () -> detectionTimes.requireInTime(ORDER)).getMessage();
        assertTrue(message.startsWith("fault 'cut' (drop: silent on app) ended by itself 1s after it was fired"), message);
        assertDoesNotThrow(() -> detectionTimes.requireInTime(ORDER));
    }

    @Test
    void aFaultMayEndByItselfWhereThatWasSaid() {
        detectionTimes.fired(System.nanoTime() - 2 * SECOND.toNanos(), SECOND, true);

        assertDoesNotThrow(() -> detectionTimes.requireInTime(ORDER));
    }

    @Test
    void onlyTheFirstDetectionCounts() {
        detectionTimes.detected();             // before anything fires: of something else
        detectionTimes.fired(System.nanoTime() - SECOND.toNanos(), Duration.ofHours(1), true);
        detectionTimes.detected();
        Optional<Duration> first = detectionTimes.noticed().detected();
        detectionTimes.detected();

        assertTrue(first.orElseThrow().compareTo(SECOND) >= 0, first.toString());
        assertEquals(first, detectionTimes.noticed().detected());
    }

    @Test
    void recoveryCountsFromWhenTheFaultEndedByItself() {
        detectionTimes.fired(System.nanoTime() - 3 * SECOND.toNanos(), SECOND, true);
        detectionTimes.recovered();

        assertTrue(detectionTimes.noticed().recovered().orElseThrow().compareTo(SECOND.multipliedBy(2)) >= 0);
    }

    @Test
    void nothingIsRecoveredFromWhileTheFaultFires() {
        detectionTimes.fired(System.nanoTime(), Duration.ofHours(1), true);
        detectionTimes.recovered();

        assertEquals(Optional.empty(), detectionTimes.noticed().recovered());
        assertThrows(IllegalStateException.class, detectionTimes::sinceHealed);
    }
}
