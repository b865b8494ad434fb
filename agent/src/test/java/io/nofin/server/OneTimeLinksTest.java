package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OneTimeLinksTest {

    private static final Caller CI = new Caller("token:ci", Caller.Role.READER, false, false);
    private static final String REPORT = "/v1/runs/0123456789/report";

    private final OneTimeLinks oneTimeLinks = new OneTimeLinks();

    @Test
    void letInOnce() {
        String ticket = oneTimeLinks.issue(REPORT, CI, 0);

        assertEquals(Optional.of(CI), oneTimeLinks.redeem(ticket, REPORT, 1));
        assertEquals(Optional.empty(), oneTimeLinks.redeem(ticket, REPORT, 2));
    }

    @Test
    void areForOnePlaceOnly() {
        String ticket = oneTimeLinks.issue(REPORT, CI, 0);

        assertEquals(Optional.empty(), oneTimeLinks.redeem(ticket, "/v1/faults", 1));
        assertEquals(Optional.of(CI), oneTimeLinks.redeem(ticket, REPORT, 2));
    }

    @Test
    void areGoodForHalfAMinute() {
        String ticket = oneTimeLinks.issue(REPORT, CI, 0);

        assertEquals(Optional.empty(), oneTimeLinks.redeem(ticket, REPORT, TimeUnit.SECONDS.toNanos(31)));
    }

    @Test
    void areForgottenWhenThereAreTooMany() {
        String first = oneTimeLinks.issue(REPORT, CI, 0);
        for (int i = 0; i < 100; i++) {
            oneTimeLinks.issue(REPORT, CI, 0);
        }

        assertEquals(Optional.empty(), oneTimeLinks.redeem(first, REPORT, 1));
    }
}
