package io.nofin.cli;

import io.nofin.client.AgentClient;
import io.nofin.client.AgentSocket;
import io.nofin.inject.UnsupportedHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a command does its work itself or has the agent do it: the agent, where there is one that this user may talk to. */
final class BackendOptions {

    private static final String ALONE = "NOFIN_ALONE";
    private static final String SOCKET = "NOFIN_SOCKET";
    private static final Map<String, String> ENVIRONMENT = System.getenv();

    @Option(names = "--alone", description = "Do it in this process, as root, even where an agent runs. NOFIN_ALONE=1 means the same.")
    private boolean alone;

    /** @throws UnsupportedHostException when an agent was named that cannot be talked to */
    Backend choose() throws UnsupportedHostException {
        if (alone || "1".equals(ENVIRONMENT.get(ALONE))) {
            return new Here("it is to do without the agent");
        }
        AgentSocket.Access access = socket().access();
        if (access == AgentSocket.Access.OPEN) {
            return new ByAgent(AgentClient.at(socket()));
        }
        if (named().isPresent()) {
            throw noAgent(access);
        }
        return new Here(why(access));
    }

    /**
     * For what nobody but an agent knows.
     *
     * @throws UnsupportedHostException when there is none that can be talked to
     */
    static AgentClient agent() throws UnsupportedHostException {
        AgentSocket.Access access = socket().access();
        if (access != AgentSocket.Access.OPEN) {
            throw noAgent(access);
        }
        return AgentClient.at(socket());
    }

    private static UnsupportedHostException noAgent(AgentSocket.Access access) {
        return new UnsupportedHostException(why(access) + ": " + (access == AgentSocket.Access.DENIED
            ? "have root put you into the group nofin, and log in again" : "have root start one: nofin agent"));
    }

    private static String why(AgentSocket.Access access) {
        return switch (access) {
            case OPEN -> "an agent listens at " + socket();
            case ABSENT -> "no agent listens at " + socket();
            case DESERTED -> "the agent that listened at " + socket() + " is gone";
            case DENIED -> "this user may not talk to an agent at " + socket();
        };
    }

    private static AgentSocket socket() {
        return named().map(AgentSocket::new).orElse(AgentSocket.STANDARD);
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(ENVIRONMENT.get(SOCKET)).filter(path -> !path.isBlank()).map(Path::of);
    }
}
