package io.nofin.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HeartbeatLogTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;

    private final HeartbeatLog log = new HeartbeatLog(1_024);

    @Test
    void tellsWhatACutHeldBack() {
        beat(0, 1);
        beat(10, 21);                               // under way when the cut begins
        log.sent(20);
        log.sent(30);
        TimeSpan cut = new TimeSpan(20, 40);
        log.sent(40);
        log.answered(2, 45);
        log.answered(3, 46);
        Heartbeats heartbeats = log.snapshot();

        assertEquals(2, heartbeats.sentWithin(cut));
        assertEquals(0, heartbeats.answeredWithin(cut));
        assertEquals(1, heartbeats.lateAnswersWithin(cut));
        assertEquals(Optional.of(Duration.ofNanos(5)), heartbeats.firstAnswerAfter(40));
        assertEquals(Optional.of(46L), heartbeats.allAnsweredNanos(cut));
        assertEquals(5, heartbeats.sentTotal());
        assertEquals(4, heartbeats.answeredTotal());
    }

    @Test
    void tellsWhatACutLetThrough() {
        beat(20, 30);
        log.sent(35);
        Heartbeats heartbeats = log.snapshot();

        assertEquals(1, heartbeats.answeredWithin(new TimeSpan(20, 40)));
        assertEquals(Optional.empty(), heartbeats.allAnsweredNanos(new TimeSpan(20, 40)));
        assertEquals(Optional.empty(), heartbeats.firstAnswerAfter(40));
    }

    @Test
    void takesTheMedianOfUndisturbedRoundTrips() {
        beat(0, 3);
        beat(10, 11);
        beat(20, 100);                              // cut
        beat(110, 112);

        assertEquals(Optional.of(Duration.ofNanos(2)), log.snapshot().medianRoundTrip(List.of(new TimeSpan(30, 90))));
        assertEquals(Optional.empty(), log.snapshot().medianRoundTrip(List.of(new TimeSpan(0, 200))));
    }

    @Test
    void takesTheMedianOfWhatWasAnsweredWithin() {
        beat(0, 9);
        beat(10, 12);
        beat(20, 25);
        beat(30, 34);
        beat(38, 41);                               // answered later

        assertEquals(Optional.of(Duration.ofNanos(4)), log.snapshot().medianRoundTripWithin(new TimeSpan(10, 40)));
        assertEquals(Optional.empty(), log.snapshot().medianRoundTripWithin(new TimeSpan(35, 40)));
    }

    @Test
    void keepsTheNewestAndAllTotals() {
        for (int i = 0; i < 5_000; i++) {
            beat(i * 10, i * 10 + 1);
        }
        log.sent(50_000);
        Heartbeats heartbeats = log.snapshot();

        assertEquals(5_001, heartbeats.sentTotal());
        assertEquals(5_000, heartbeats.answeredTotal());
        assertEquals(10, heartbeats.answeredWithin(new TimeSpan(49_900, 50_000)));
        assertTrue(heartbeats.reachesBackTo(49_900));
        assertFalse(heartbeats.reachesBackTo(10));
    }

    @Test
    void forgetsUnansweredHeartbeatsToo() {
        for (int i = 0; i < 5_000; i++) {
            log.sent(i);
        }

        assertEquals(0, log.snapshot().answeredNanos().length);
        assertEquals(1_024, log.snapshot().sentNanos().length);
        assertTrue(log.answered(0, 5_001));
    }

    @Test
    void refusesEchoesOutOfTurn() {
        assertFalse(log.answered(0, 1), "none sent");
        log.sent(1);
        log.sent(2);
        assertFalse(log.answered(1, 3), "the other comes first");
        assertTrue(log.answered(0, 3));
        assertFalse(log.answered(0, 4), "twice");
    }

    @Test
    void awaitsTheAnswerOfALaterHeartbeatOrTheEnd() {
        assertTrue(log.awaitAll(NOT_AT_ALL), "none sent");
        beat(10, 20);
        log.sent(30);

        assertTrue(log.awaitAnswer(9, NOT_AT_ALL));
        assertFalse(log.awaitAnswer(10, NOT_AT_ALL), "answered later, but not sent later");
        assertFalse(log.awaitAll(NOT_AT_ALL));
        log.close();
        assertTrue(log.awaitAnswer(100, NOT_AT_ALL), "nothing left to wait for");
    }

    @Test
    void awaitsTheNextEchoAnewAsLongAsEchoesCome() {
        long now = System.nanoTime();
        long longAgo = now - Duration.ofHours(1).toNanos();
        log.sent(longAgo);
        log.sent(longAgo);
        assertEquals(0, log.awaitEcho(0, Duration.ofMinutes(1)), "overdue");
        log.answered(0, now);
        assertEquals(1, log.awaitEcho(0, Duration.ofMinutes(1)));
        new Thread(() -> {
            LockSupport.parkNanos(50_000_000);
            log.answered(1, now);
        }).start();

        assertEquals(2, log.awaitEcho(1, Duration.ofMinutes(1)), "old, but held back by a cut that is over");
    }

    @Test
    void tellsNewsOfEchoesAndOfTheEnd() {
        AtomicInteger news = new AtomicInteger();
        log.onNews(news::incrementAndGet);
        beat(1, 2);
        log.answered(7, 3);
        assertEquals(1, news.get(), "an echo out of turn is none");
        log.close();

        assertEquals(2, news.get());
        assertEquals(1, log.awaitEcho(1, Duration.ofHours(1)), "none will come");
    }

    private void beat(long sent, long answered) {
        assertTrue(log.answered(log.sent(sent), answered));
    }
}
