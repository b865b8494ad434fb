package io.nofin.experiment;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.ShutdownSignalException;
import io.nofin.junit.TestHost;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * Publishes to a queue, and keeps each message until the broker has confirmed it. When its connection fails, it connects again and
 * publishes first what was not confirmed, in its order: a message may come twice, and none is lost. May be used from any thread.
 */
final class BufferingPublisher implements AutoCloseable {

    private static final long RECONNECT_MS = 100;

    private final ConnectionFactory factory;
    private final String queue;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final NavigableMap<Long, String> unconfirmed = new TreeMap<>();     // of this connection, by publisher's sequence number
    private final List<Failure> failures = new ArrayList<>();
    private boolean isTold;             // how this connection ended
    private boolean closed;

    /** The way in which a connection ended. */
    enum Failure {
        /** Two heartbeats of the broker in a row did not come. */
        SILENCE,
        /** A RST came. */
        RESET,
        /** The broker said that it closes, and why. */
        CLOSED,
        OTHER
    }

    private BufferingPublisher(ConnectionFactory factory, String queue) {
        this.factory = factory;
        this.queue = queue;
    }

    /** Starts it on an application's host. */
    static BufferingPublisher start(TestHost host, ConnectionFactory factory, String queue) {
        BufferingPublisher publisher = new BufferingPublisher(factory, queue);
        Background.start(host, () -> {
            publisher.run();
            return null;
        });
        return publisher;
    }

    synchronized void publish(String message) {
        waiting.add(message);
        notifyAll();
    }

    synchronized boolean hasConfirmedAll() {
        return waiting.isEmpty() && unconfirmed.isEmpty();
    }

    /** Returns how connections ended so far, in their order. */
    synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void run() throws InterruptedException {
        while (!isClosed()) {
            try (Connection connection = factory.newConnection()) {
                begin();
                connection.addShutdownListener(this::ended);
                publishOver(connection);
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                Thread.sleep(RECONNECT_MS);         // and then tries again
            }
            keepUnconfirmed();
        }
    }

    private void publishOver(Connection connection) throws InterruptedException {
        try {
            publishOver(connection, connection.createChannel());
        } catch (IOException | ShutdownSignalException e) {
            ended(e);
        }
    }

    private void publishOver(Connection connection, Channel channel) throws IOException, InterruptedException {
        channel.queueDeclare(queue, true, false, false, null);
        channel.confirmSelect();
        channel.addConfirmListener(this::confirmed, (sequence, multiple) -> connection.abort());
        for (String message = next(connection, channel); message != null; message = next(connection, channel)) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, message.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Waits for a message; {@code null} when the connection has ended, or this was closed. */
    private synchronized String next(Connection connection, Channel channel) throws InterruptedException {
        while (waiting.isEmpty() && connection.isOpen() && !closed) {
            wait();
        }
        if (!connection.isOpen() || closed) {
            return null;
        }
        unconfirmed.put(channel.getNextPublishSeqNo(), waiting.peek());
        return waiting.remove();
    }

    private synchronized void confirmed(long sequence, boolean multiple) {
        if (multiple) {
            unconfirmed.headMap(sequence, true).clear();
        } else {
            unconfirmed.remove(sequence);
        }
    }

    private synchronized void begin() {
        isTold = false;
    }

    /** Notes that a connection has ended, once: of one failure, the thread that reads and the one that writes may both tell. */
    private synchronized void ended(Exception cause) {
        if (!closed && !isTold) {
            failures.add(failure(cause));
            isTold = true;
        }
        notifyAll();
    }

    private static Failure failure(Throwable cause) {
        if (cause instanceof ShutdownSignalException end && end.getReason() instanceof AMQP.Connection.Close) {
            return Failure.CLOSED;
        }
        if (cause instanceof MissedHeartbeatException) {
            return Failure.SILENCE;
        }
        if (cause instanceof SocketException) {
            return Failure.RESET;
        }
        return cause.getCause() == null ? Failure.OTHER : failure(cause.getCause());
    }

    private synchronized void keepUnconfirmed() {
        unconfirmed.descendingMap().values().forEach(waiting::addFirst);
        unconfirmed.clear();
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
