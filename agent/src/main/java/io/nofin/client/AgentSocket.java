package io.nofin.client;

import io.nofin.api.ApiSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unix socket on which an agent listens, or could. */
public record AgentSocket(Path path) {

    /** The socket that is used unless the agent's configuration names another. */
    public static final AgentSocket STANDARD = new AgentSocket(ApiSocket.STANDARD);

    /** The result of an attempt to connect. */
    public enum Access {
        /** An agent listens, and this user may talk to it. */
        OPEN,
        /** The socket does not exist. */
        ABSENT,
        /** The socket exists, but no agent listens on it any more. */
        DESERTED,
        /** The user may not connect, or may not even see the socket. */
        DENIED
    }

    /** Tries to connect. */
    public Access access() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected() ? Access.OPEN : Access.DESERTED;
        } catch (ConnectException refused) {
            return Access.DESERTED;
        } catch (IOException failed) {
            return Files.notExists(path) ? Access.ABSENT : Access.DENIED;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
