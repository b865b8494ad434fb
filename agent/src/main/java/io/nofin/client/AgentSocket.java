package io.nofin.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an agent listens, or could. */
public record AgentSocket(Path path) {

    /** Unless the agent's configuration names another. */
    public static final AgentSocket STANDARD = new AgentSocket(Path.of("/run/nofin/agent.sock"));

    /** What becomes of an attempt to connect. */
    public enum Access {
        /** An agent is there, and this user may talk to it. */
        OPEN,
        /** There is no socket. */
        ABSENT,
        /** There is a socket that an agent has left: nobody listens. */
        DESERTED,
        /** This user may not connect, or not even look. */
        DENIED
    }

    /** Tries. */
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
