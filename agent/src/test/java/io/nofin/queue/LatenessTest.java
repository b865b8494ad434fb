package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenessTest {

    @Test
    void tellsQuantilesToAFifth() {
        Lateness lateness = new Lateness();
        assertEquals(Duration.ZERO, lateness.quantile(0.5));
        for (int i = 1; i <= 1_000; i++) {
            lateness.add(i * 1_000);
        }

        assertEquals(1_000, lateness.packets());
        assertEquals(500_000, lateness.quantile(0.5).toNanos(), 100_000);
        assertEquals(990_000, lateness.quantile(0.99).toNanos(), 200_000);
    }
}
