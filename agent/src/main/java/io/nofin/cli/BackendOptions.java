package io.nofin.cli;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import io.nofin.api.UnsupportedHostException;
import io.nofin.backend.AgentBackend;
import io.nofin.backend.Backend;
import io.nofin.backend.BackendEnvironment;
import io.nofin.client.AgentClient;
import io.nofin.client.AgentSocket;
import io.nofin.local.LocalBackend;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Chooses whether a command works in this process or through the agent. The agent is taken where one listens that this user may talk
 * to.
 */
final class BackendOptions implements SharedOptions {

    private static final BackendEnvironment ENVIRONMENT = BackendEnvironment.of(System.getenv());

    private final OptionSpec alone = OptionSpec.builder("--alone").type(boolean.class).arity("0")
        .description("Work in this process, as root, even where an agent runs. NOFIN_ALONE=1 means the same.").build();

    @Override
    public void addTo(CommandSpec command) {
        command.addOption(alone);
    }

    /**
     * Returns the backend that the options and the environment ask for.
     *
     * @throws UnsupportedHostException when {@code NOFIN_SOCKET} names an agent that cannot be talked to
     */
    Backend choose() throws UnsupportedHostException {
        if (Boolean.TRUE.equals(alone.getValue()) || ENVIRONMENT.alone()) {
            return new LocalBackend("without the agent, nofin needs root: use sudo");
        }
        AgentSocket.Access access = ENVIRONMENT.socket().access();
        if (access == AgentSocket.Access.OPEN) {
            return AgentBackend.at(ENVIRONMENT.socket(), "command");
        }
        if (ENVIRONMENT.named().isPresent()) {
            throw noAgent(access);
        }
        return new LocalBackend(access == AgentSocket.Access.DENIED ? notInGroup()
            : "nofin needs root, or an agent to ask: " + why(access) + ": use sudo, or have root start one: nofin agent");
    }

    /**
     * Returns a client of the agent, for commands that only an agent can answer.
     *
     * @throws UnsupportedHostException when there is no agent that this user may talk to
     */
    static AgentClient agent() throws UnsupportedHostException {
        AgentSocket.Access access = ENVIRONMENT.socket().access();
        if (access != AgentSocket.Access.OPEN) {
            throw noAgent(access);
        }
        return AgentClient.at(ENVIRONMENT.socket());
    }

    /** Returns, for {@code nofin doctor}, whether an agent listens on this host and lets this user in. */
    static Finding finding() {
        AgentSocket.Access access = ENVIRONMENT.socket().access();
        return switch (access) {
            case OPEN -> new Finding("agent", "agent", State.OK, why(access) + ", and this user may talk to it", "");
            case DENIED -> new Finding("agent", "agent", State.LIMITED, why(access), "for commands without sudo: " + notInGroup());
            case ABSENT, DESERTED -> new Finding("agent", "agent", State.LIMITED, why(access) + ": each command does its work itself, as root", "");
        };
    }

    private static UnsupportedHostException noAgent(AgentSocket.Access access) {
        return new UnsupportedHostException(access == AgentSocket.Access.DENIED ? notInGroup() : why(access) + ": have root start one: nofin agent");
    }

    private static String notInGroup() {
        return "you are not in the group nofin: sudo adduser " + System.getProperty("user.name", "YOU") + " nofin, then log in again (or use sudo)";
    }

    private static String why(AgentSocket.Access access) {
        return switch (access) {
            case OPEN -> "an agent listens at " + ENVIRONMENT.socket();
            case ABSENT -> "no agent listens at " + ENVIRONMENT.socket();
            case DESERTED -> "the agent that listened at " + ENVIRONMENT.socket() + " is gone";
            case DENIED -> "this user may not talk to an agent at " + ENVIRONMENT.socket();
        };
    }
}
