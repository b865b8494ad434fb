package io.nofin.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Ends connections that no idle timeout ends, since data moves on them now and then: those that take more than 10 s for the header of
 * a request, or never send one, and those that take an answer more slowly than 16 KiB a second, over 10 s. Checks all of them every 2
 * s while there are any, and does nothing otherwise.
 */
final class ConnectionWatch implements Connection.Listener {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    private static final long LOOK_SECONDS = 2;

    private final ScheduledExecutorService timer;
    private final Map<Connection, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicLong cut = new AtomicLong();
    private ScheduledFuture<?> looking;

    private static final class Watched {
        private final CountingEndPoint line;
        private long requests;
        private long bytesIn;
        private long quietAtNanos;
        private boolean wasStuck;
        private long stuckAtNanos;
        private long takenThen;

        Watched(CountingEndPoint line, long nanos) {
            this.line = line;
            this.quietAtNanos = nanos;
        }
    }

    ConnectionWatch(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    public synchronized void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {         // the connection that reads requests, not the one that decrypts for it
            watched.put(connection, new Watched(line(connection.getEndPoint()), System.nanoTime()));
            if (looking == null) {
                looking = timer.scheduleWithFixedDelay(() -> look(System.nanoTime()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        if (watched.remove(connection) != null && watched.isEmpty()) {
            looking.cancel(false);
            looking = null;
        }
    }

    /** Returns how many connections it has ended. */
    long cut() {
        return cut.get();
    }

    private void look(long nanos) {
        watched.forEach((connection, state) -> {
            if (asksTooSlowly(connection, state, nanos) || readsTooSlowly(state, nanos)) {
                cut.incrementAndGet();
                state.line.close(new EofException("too slow"));
            }
        });
    }

    private static boolean asksTooSlowly(Connection connection, Watched state, long nanos) {
        long requests = connection.getMessagesIn();
        long bytesIn = connection.getBytesIn();
        boolean isAnswering = requests > connection.getMessagesOut();
        boolean isBetween = requests > 0 && bytesIn == state.bytesIn;          // between two requests, when the idle timeout applies
        if (isAnswering || isBetween || requests != state.requests) {
            state.requests = requests;
            state.bytesIn = bytesIn;
            state.quietAtNanos = nanos;
        }
        return nanos - state.quietAtNanos > PATIENCE.toNanos();
    }

    private static boolean readsTooSlowly(Watched state, long nanos) {
        boolean isStuck = state.line.isStuck();
        long taken = state.line.taken();
        boolean isLong = isStuck && state.wasStuck && nanos - state.stuckAtNanos > PATIENCE.toNanos();
        boolean isSlow = isLong && taken - state.takenThen < LEAST_BYTES_PER_SECOND * PATIENCE.toSeconds();
        if (isStuck && (!state.wasStuck || isLong)) {
            state.stuckAtNanos = nanos;
            state.takenThen = taken;
        }
        state.wasStuck = isStuck;
        return isSlow;
    }

    private static CountingEndPoint line(EndPoint endPoint) {
        EndPoint line = endPoint;
        while (line instanceof EndPoint.Wrapper wrapper) {
            line = wrapper.unwrap();
        }
        return (CountingEndPoint) line;
    }
}
