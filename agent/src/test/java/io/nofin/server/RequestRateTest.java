package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RequestRateTest {

    private static final long SECOND = 1_000_000_000L;

    private final RequestRate rate = new RequestRate(2);

    @Test
    void givesEachClientSoManyASecond() {
        assertTrue(rate.take("a", 0));
        assertTrue(rate.take("a", 0));
        assertFalse(rate.take("a", 0));
        assertTrue(rate.take("b", 0), "another client has its own");
    }

    @Test
    void fillsSteadilyAndNeverBeyondOneSecond() {
        rate.take("a", 0);
        rate.take("a", 0);

        assertTrue(rate.take("a", SECOND / 2));
        assertFalse(rate.take("a", SECOND / 2));
        assertTrue(rate.take("a", 100 * SECOND));
        assertTrue(rate.take("a", 100 * SECOND));
        assertFalse(rate.take("a", 100 * SECOND));
    }
}
