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

class NoticesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Order ORDER = new Order("cut", new Scenario("test", "drop: silent on app", OptionalLong.empty(), false,
        Map.of("app", new TargetSpec.Netns("app")), Map.of(),
        Map.of("cut", new Fault.OnTargets(List.of("app"), Selector.all(), new Drop(), false)), List.of(), Map.of()), SECOND, false);

    private final Notices notices = new Notices();

    @Test
    void aFaultThatEndedByItselfIsComplainedOfOnce() {
        notices.fired(System.nanoTime() - 2 * SECOND.toNanos(), SECOND, false);

        String message = assertThrows(AssertionError.class, () -> notices.requireInTime(ORDER)).getMessage();
        assertTrue(message.startsWith("fault 'cut' (drop: silent on app) ended by itself 1s after it was fired"), message);
        assertDoesNotThrow(() -> notices.requireInTime(ORDER));
    }

    @Test
    void aFaultMayEndByItselfWhereThatWasSaid() {
        notices.fired(System.nanoTime() - 2 * SECOND.toNanos(), SECOND, true);

        assertDoesNotThrow(() -> notices.requireInTime(ORDER));
    }

    @Test
    void onlyTheFirstDetectionCounts() {
        notices.detected();             // before anything fires: of something else
        notices.fired(System.nanoTime() - SECOND.toNanos(), Duration.ofHours(1), true);
        notices.detected();
        Optional<Duration> first = notices.noticed().detected();
        notices.detected();

        assertTrue(first.orElseThrow().compareTo(SECOND) >= 0, first.toString());
        assertEquals(first, notices.noticed().detected());
    }

    @Test
    void recoveryCountsFromWhenTheFaultEndedByItself() {
        notices.fired(System.nanoTime() - 3 * SECOND.toNanos(), SECOND, true);
        notices.recovered();

        assertTrue(notices.noticed().recovered().orElseThrow().compareTo(SECOND.multipliedBy(2)) >= 0);
    }

    @Test
    void nothingIsRecoveredFromWhileTheFaultFires() {
        notices.fired(System.nanoTime(), Duration.ofHours(1), true);
        notices.recovered();

        assertEquals(Optional.empty(), notices.noticed().recovered());
        assertThrows(IllegalStateException.class, notices::sinceHealed);
    }
}
