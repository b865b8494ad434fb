package io.nofin.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Ends connections that trickle a request's header so slowly that no idle timeout sees it (slow loris), and those that never send one.
 * Looks at each connection now and then while it is open; at none, when none is.
 */
final class HeaderWatch implements Connection.Listener {

    private static final long SECONDS = 10;

    private final ScheduledExecutorService timer;
    private final Map<Connection, Watched> watched = new ConcurrentHashMap<>();

    private static final class Watched {
        private long requests;
        private long bytes;
        private volatile ScheduledFuture<?> next;
    }

    HeaderWatch(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {         // the one that reads requests, not the one that decrypts for it
            Watched state = new Watched();
            watched.put(connection, state);
            state.next = timer.scheduleWithFixedDelay(() -> look(connection, state), SECONDS, SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Watched state = watched.remove(connection);
        if (state != null) {
            state.next.cancel(false);
        }
    }

    private static void look(Connection connection, Watched state) {
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        boolean isAnswering = requests > connection.getMessagesOut();
        boolean tookTooLong = requests == state.requests && !isAnswering && (requests == 0 || bytes > state.bytes);
        state.requests = requests;
        state.bytes = bytes;
        if (tookTooLong) {
            connection.getEndPoint().close();
        }
    }
}
