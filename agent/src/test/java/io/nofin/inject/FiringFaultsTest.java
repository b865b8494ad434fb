package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.inject.FiringFaults.Firing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiringFaultsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FiringFaults firing = new FiringFaults();

    @Test
    void recordsSinceWhenAndUntilWhen() {
        long before = System.nanoTime();
        firing.begin(List.of("cut", "slow"), MINUTE);
        Firing cut = firing.find("cut").orElseThrow();

        assertTrue(cut.sinceNanos() - before >= 0);
        assertEquals(MINUTE.toNanos(), cut.untilNanos() - cut.sinceNanos());
        assertEquals(MINUTE, cut.remaining(cut.sinceNanos()));
        assertEquals(Duration.ofSeconds(-1), cut.remaining(cut.untilNanos() + 1_000_000_000));
        assertEquals(List.of("cut", "slow"), List.copyOf(firing.now().keySet()));
    }

    @Test
    void keepsTheStartOfAFaultThatIsFiredAgain() {
        firing.begin(List.of("cut"), MINUTE);
        Firing first = firing.find("cut").orElseThrow();
        firing.begin(List.of("cut"), MINUTE.multipliedBy(2));
        Firing second = firing.find("cut").orElseThrow();

        assertEquals(first.sinceNanos(), second.sinceNanos());
        assertTrue(second.untilNanos() - first.untilNanos() >= MINUTE.toNanos());
        assertFalse(firing.isCurrent("cut", first), "a lease of the first firing is over");
        assertTrue(firing.isCurrent("cut", second));
    }

    @Test
    void startsAnewAfterAHeal() {
        firing.begin(List.of("cut", "slow"), MINUTE);
        Firing first = firing.find("cut").orElseThrow();
        firing.end(List.of("cut", "other"));

        assertEquals(Optional.empty(), firing.find("cut"));
        assertFalse(firing.isCurrent("cut", first));
        firing.begin(List.of("cut"), MINUTE);
        assertTrue(firing.find("cut").orElseThrow().sinceNanos() - first.sinceNanos() > 0);
        assertEquals(List.of("slow", "cut"), List.copyOf(firing.now().keySet()));
        firing.endAll();
        assertTrue(firing.now().isEmpty());
    }
}
