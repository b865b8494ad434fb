package io.nofin.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes heartbeats on an absolute schedule. A write may block for as long as the network is cut and the send buffer full; the turns
 * that pass meanwhile are skipped, and counted. Ends when {@link #stop} is called, or when a write fails.
 */
final class HeartbeatSender implements Runnable {

    private final SocketChannel channel;
    private final HeartbeatLog log;
    private final long everyNanos;
    private final ByteBuffer buffer = ByteBuffer.allocate(Heartbeat.LENGTH);
    private volatile Optional<IOException> failure = Optional.empty();
    private volatile Thread running;
    private volatile boolean stopping;

    HeartbeatSender(SocketChannel channel, HeartbeatLog log, long everyNanos) {
        this.channel = channel;
        this.log = log;
        this.everyNanos = everyNanos;
    }

    @Override
    public void run() {
        running = Thread.currentThread();
        try {
            long next = System.nanoTime();
            while (awaitTurn(next)) {
                send();
                next = turnAfter(next);
            }
        } catch (IOException e) {
            failure = Optional.of(e);       // the reader finds out what it means
        }
    }

    /** Ends the sender, now or before its first turn; a write that blocks goes on. */
    void stop() {
        stopping = true;
        LockSupport.unpark(running);
    }

    /** Returns why writing failed. */
    Optional<IOException> failure() {
        return failure;
    }

    private boolean awaitTurn(long turn) {
        for (long left = turn - System.nanoTime(); left > 0 && !stopping; left = turn - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !stopping;
    }

    private void send() throws IOException {
        long sequence = log.sent(System.nanoTime());    // entered before the write, so that no echo comes earlier
        Heartbeat.write(buffer, sequence);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private long turnAfter(long turn) {
        long next = turn + everyNanos;
        long missed = Math.max(0, (System.nanoTime() - next) / everyNanos);
        log.skipped(missed);
        return next + missed * everyNanos;
    }
}
