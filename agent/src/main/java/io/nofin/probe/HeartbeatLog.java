package io.nofin.probe;

import io.nofin.lifecycle.Threads;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Keeps when each heartbeat was sent and when its echo came, for the newest million, and totals. TCP keeps the order, so echoes come
 * in the order of the heartbeats. May be used from any thread.
 */
final class HeartbeatLog {

    private static final int FIRST_LENGTH = 1 << 10;

    private final int bound;
    private long[] sentNanos;
    private long[] answeredNanos;
    private long sent;
    private long answered;
    private long skipped;
    private boolean closed;
    private volatile Runnable news = () -> { };

    HeartbeatLog() {
        this(1 << 20);
    }

    /** @param bound the number of heartbeats to keep, a power of two */
    HeartbeatLog(int bound) {
        this.bound = bound;
        this.sentNanos = new long[Math.min(bound, FIRST_LENGTH)];
        this.answeredNanos = new long[sentNanos.length];
    }

    /** Enters a heartbeat that is about to be sent, and returns its sequence number. */
    synchronized long sent(long nanos) {
        if (sent == sentNanos.length && sent < bound) {
            sentNanos = Arrays.copyOf(sentNanos, sentNanos.length * 2);
            answeredNanos = Arrays.copyOf(answeredNanos, answeredNanos.length * 2);
        }
        sentNanos[index(sent)] = nanos;
        notifyAll();
        return sent++;
    }

    /** Registers a listener, which is run after every echo, and when no echo will come any more, on the thread that enters it. */
    void onNews(Runnable listener) {
        news = listener;
    }

    /** Enters an echo; returns false when it is not the echo of the oldest unanswered heartbeat. */
    boolean answered(long sequence, long nanos) {
        synchronized (this) {
            if (sequence != answered || answered == sent) {
                return false;
            }
            answeredNanos[index(answered++)] = nanos;
            notifyAll();
        }
        news.run();
        return true;
    }

    /** Enters turns of the schedule that passed while the heartbeat before them could not be written. */
    synchronized void skipped(long turns) {
        skipped += turns;
    }

    /** Enters that no echo will come any more. */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        news.run();
    }

    /**
     * Waits until more than {@code known} echoes have come, one has been awaited for {@code timeout}, none will ever come, or the
     * thread is interrupted. After a cut the echoes that it held back are old; as long as echoes come, the time to wait for the next
     * one starts again.
     *
     * @return the number of echoes that have come
     */
    synchronized long awaitEcho(long known, Duration timeout) {
        try {
            while (answered <= known && !closed) {
                long left = answered == sent ? Long.MAX_VALUE : awaitedSince() + timeout.toNanos() - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answered;
    }

    /** Returns the round trip of the newest heartbeat that has its echo; there must be one. */
    synchronized Duration newestRoundTrip() {
        int newest = index(answered - 1);
        return Duration.ofNanos(answeredNanos[newest] - sentNanos[newest]);
    }

    /** Waits for the echo of the newest heartbeat; returns true as well when none will ever come, false when interrupted. */
    boolean awaitAll(Duration limit) {
        OptionalLong newest = newestSentNanos();
        return newest.isEmpty() || awaitAnswer(newest.getAsLong() - 1, limit);
    }

    /**
     * Waits for an echo of a heartbeat sent after {@code sinceNanos}; returns true as well when none will ever come, false when
     * interrupted.
     */
    synchronized boolean awaitAnswer(long sinceNanos, Duration limit) {
        return Threads.await(this, () -> isAnswered(sinceNanos), limit);
    }

    /** Returns a copy of what is kept. */
    synchronized Heartbeats snapshot() {
        long first = Math.max(0, sent - sentNanos.length);
        int count = (int) (sent - first);
        int known = (int) Math.max(0, answered - first);
        return new Heartbeats(first, unrolled(sentNanos, first, count), unrolled(answeredNanos, first, known), answered, skipped);
    }

    /** Returns when the oldest heartbeat without an echo was sent, or when the last echo came, whichever is later. */
    private long awaitedSince() {
        long sentAt = sentNanos[index(answered)];
        boolean echoedLater = answered > 0 && answeredNanos[index(answered - 1)] - sentAt > 0;
        return echoedLater ? answeredNanos[index(answered - 1)] : sentAt;
    }

    private boolean isAnswered(long sinceNanos) {
        return closed || answered > 0 && sentNanos[index(answered - 1)] - sinceNanos > 0;
    }

    private synchronized OptionalLong newestSentNanos() {
        return sent == 0 ? OptionalLong.empty() : OptionalLong.of(sentNanos[index(sent - 1)]);
    }

    private long[] unrolled(long[] ring, long first, int count) {
        long[] copy = new long[count];
        for (int i = 0; i < count; i++) {
            copy[i] = ring[index(first + i)];
        }
        return copy;
    }

    private int index(long sequence) {
        return (int) sequence & sentNanos.length - 1;
    }
}
