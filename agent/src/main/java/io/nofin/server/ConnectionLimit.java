package io.nofin.server;

import io.nofin.api.ErrorKind;
import io.nofin.api.JsonText;
import io.nofin.lifecycle.Quotas;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Limits the connections of a listener, with a share for each peer and a reserve for root. When there are too many, the oldest idle
 * one is closed: one of the same peer where its share is used, else one of any peer but root. Where none is idle, the new one is
 * closed at once. The listener itself goes on accepting: Jetty's {@code NetworkConnectionLimit} lets it pause, and
 * {@code UnixDomainServerConnector}, whose {@code setAccepting} asks for the number of acceptors the wrong way round, then never
 * accepts again.
 */
final class ConnectionLimit implements SelectorManager.AcceptListener, Connection.Listener {

    private final PeerLookup peerLookup;
    private final Quotas quotas;
    private final boolean isPlain;
    private final Map<SelectableChannel, Held> held = new LinkedHashMap<>();          // oldest first

    private static final class Held {
        private final ConnectionPeer peer;
        private Connection connection;

        Held(ConnectionPeer peer) {
            this.peer = peer;
        }

        /** Returns whether it may be closed without a client missing an answer. */
        boolean isIdle() {
            return connection != null && connection.getMessagesIn() == connection.getMessagesOut();
        }
    }

    /** @param isPlain whether there is no TLS, so that refused clients can be answered */
    ConnectionLimit(PeerLookup peerLookup, Quotas quotas, boolean isPlain) {
        this.peerLookup = peerLookup;
        this.quotas = quotas;
        this.isPlain = isPlain;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            ConnectionPeer peer = peerLookup.of((SocketChannel) channel);
            if (!admit(channel, peer)) {
                turnAway((SocketChannel) channel);
            }
        } catch (IOException e) {
            close(channel);                 // closed already
        }
    }

    @Override
    public synchronized void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {         // the connection that reads requests, not the one that decrypts for it
            Optional.ofNullable(held.get(PeerLookup.channel(connection.getEndPoint()))).ifPresent(one -> one.connection = connection);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        release(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        release(channel);
    }

    private boolean admit(SelectableChannel channel, ConnectionPeer peer) {
        Optional<Connection> leaves = Optional.empty();
        synchronized (this) {
            Quotas.Answer answer = take(peer);
            if (answer != Quotas.Answer.TAKEN) {
                leaves = leave(answer, peer);
                answer = take(peer);
            }
            if (answer == Quotas.Answer.TAKEN) {
                held.put(channel, new Held(peer));
            }
        }
        leaves.ifPresent(one -> one.getEndPoint().close());
        return isHeld(channel);
    }

    /** Takes a place for a peer. The watchdog is not counted: it has one connection, which must never be refused. */
    private Quotas.Answer take(ConnectionPeer peer) {
        return peer.rank() == ConnectionPeer.Rank.WATCHDOG ? Quotas.Answer.TAKEN : quotas.take(peer.name(), peer.isRoot());
    }

    private Optional<Connection> leave(Quotas.Answer answer, ConnectionPeer peer) {
        Optional<Map.Entry<SelectableChannel, Held>> oldest = held.entrySet().stream().filter(one -> one.getValue().isIdle())
            .filter(one -> answer == Quotas.Answer.OWN_SHARE_IS_USED ? one.getValue().peer.equals(peer) : !one.getValue().peer.isRoot())
            .findFirst();
        Optional<Connection> leaves = oldest.map(one -> one.getValue().connection);
        oldest.ifPresent(one -> release(one.getKey()));
        return leaves;
    }

    private synchronized boolean isHeld(SelectableChannel channel) {
        return held.containsKey(channel);
    }

    private synchronized void release(SelectableChannel channel) {
        Held one = held.remove(channel);
        if (one != null && one.peer.rank() != ConnectionPeer.Rank.WATCHDOG) {
            quotas.giveBack(one.peer.name());
        }
    }

    private void turnAway(SocketChannel channel) throws IOException {
        if (isPlain) {
            byte[] body = JsonText.of(ApiError.of(ErrorKind.BUSY, "too many connections", "close some, or raise limits.connections in the configuration")
                .body().data()).getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Type: " + MediaTypes.JSON
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            channel.write(new ByteBuffer[] {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body)});     // does not block
        }
        close(channel);
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // closed, whatever the kernel returns
        }
    }
}
