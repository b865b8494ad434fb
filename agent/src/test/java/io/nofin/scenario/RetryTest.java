package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofMillis(450);

    @Test
    void staysTheSame() {
        assertEquals(List.of(100L, 100L, 100L, 100L), delays(Retry.every(INTERVAL, 10), 0.5));
    }

    @Test
    void growsByTheInterval() {
        assertEquals(List.of(100L, 200L, 300L, 400L, 450L, 450L), delays(retry(Backoff.LINEAR, 2, Probability.ZERO), 0.5, 6));
    }

    @Test
    void growsByTheFactor() {
        assertEquals(List.of(100L, 200L, 400L, 450L, 450L), delays(retry(Backoff.EXPONENTIAL, 2, Probability.ZERO), 0.5, 5));
        assertEquals(List.of(100L, 300L, 450L), delays(retry(Backoff.EXPONENTIAL, 3, Probability.ZERO), 0.5, 3));
    }

    @Test
    void neverGrowsOutOfANumbersRange() {
        assertEquals(MAX, retry(Backoff.EXPONENTIAL, 100, Probability.ZERO).delay(1_000_000, 0.5));
    }

    @Test
    void givesOrTakesTheJitter() {
        Retry retry = retry(Backoff.LINEAR, 2, Probability.percent(20));

        assertEquals(List.of(80L, 160L), delays(retry, 0, 2));
        assertEquals(List.of(100L, 200L), delays(retry, 0.5, 2));
        assertEquals(List.of(120L, 240L), delays(retry, 1, 2));
        assertEquals(Duration.ofMillis(540), retry.delay(100, 1), "the longest interval is spread, too");
    }

    @Test
    void refusesToShrink() {
        BadValueException refused = assertThrows(BadValueException.class,
            () -> new Retry(INTERVAL, Backoff.LINEAR, 2, Duration.ofMillis(99), Probability.ZERO, 1));

        assertEquals("max is shorter than interval: 99ms: make it 100ms or longer", refused.getMessage());
    }

    private static Retry retry(Backoff backoff, double factor, Probability jitter) {
        return new Retry(INTERVAL, backoff, factor, MAX, jitter, 10);
    }

    private static List<Long> delays(Retry retry, double chance) {
        return delays(retry, chance, 4);
    }

    private static List<Long> delays(Retry retry, double chance, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(failures -> retry.delay(failures, chance).toMillis()).toList();
    }
}
