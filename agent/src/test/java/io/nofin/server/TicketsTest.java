package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Caller CI = new Caller("token:ci", Caller.Role.READER, false, false);
    private static final String REPORT = "/v1/runs/0123456789/report";

    private final Tickets tickets = new Tickets();

    @Test
    void letInOnce() {
        String ticket = tickets.issue(REPORT, CI, 0);

        assertEquals(Optional.of(CI), tickets.redeem(ticket, REPORT, 1));
        assertEquals(Optional.empty(), tickets.redeem(ticket, REPORT, 2));
    }

    @Test
    void areForOnePlaceOnly() {
        String ticket = tickets.issue(REPORT, CI, 0);

        assertEquals(Optional.empty(), tickets.redeem(ticket, "/v1/faults", 1));
        assertEquals(Optional.of(CI), tickets.redeem(ticket, REPORT, 2));
    }

    @Test
    void areGoodForHalfAMinute() {
        String ticket = tickets.issue(REPORT, CI, 0);

        assertEquals(Optional.empty(), tickets.redeem(ticket, REPORT, TimeUnit.SECONDS.toNanos(31)));
    }

    @Test
    void areForgottenWhenThereAreTooMany() {
        String first = tickets.issue(REPORT, CI, 0);
        for (int i = 0; i < 100; i++) {
            tickets.issue(REPORT, CI, 0);
        }

        assertEquals(Optional.empty(), tickets.redeem(first, REPORT, 1));
    }
}
