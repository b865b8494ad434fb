package io.nofin.junit;

import io.nofin.backend.AgentBackend;
import io.nofin.backend.Backend;
import io.nofin.backend.BackendEnvironment;
import io.nofin.backend.LocalBackends;
import io.nofin.client.AgentSocket;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Selects how faults get into the kernel: by this process where it has the privileges, else through an agent. The configuration
 * parameter {@code nofin.mode} or the environment can choose: {@code NOFIN_ALONE=1} takes no agent, {@code NOFIN_SOCKET} names one.
 *
 * @param socket  the agent's socket
 * @param skipped whether tests are skipped, instead of failing, where nofin cannot work
 */
record Access(Mode mode, AgentSocket socket, boolean skipped) {

    static final String MODE = "nofin.mode";
    static final String WHEN_MISSING = "nofin.when-missing";

    /** The values of {@code nofin.mode}. */
    enum Mode {
        AUTO, ALONE, AGENT
    }

    static Access of(UnaryOperator<String> setting) {
        return of(setting, System.getenv());
    }

    static Access of(UnaryOperator<String> setting, Map<String, String> environment) {
        BackendEnvironment known = BackendEnvironment.of(environment);
        Mode mode = Optional.ofNullable(setting.apply(MODE)).map(Access::mode)
            .orElse(known.alone() ? Mode.ALONE : Mode.AUTO);
        String missing = Optional.ofNullable(setting.apply(WHEN_MISSING)).orElse("fail");
        if (!List.of("fail", "skip").contains(missing)) {
            throw new NofinException(WHEN_MISSING + " is " + Quoted.of(missing) + ": write fail or skip");
        }
        return new Access(mode, known.socket(), missing.equals("skip"));
    }

    /**
     * Opens what the mode and the privileges allow.
     *
     * @throws NofinException when neither this process nor an agent can inject faults; the message says what each lacks
     */
    Backend open() {
        Optional<LocalBackends.Provider> engine = LocalBackends.find();
        String own = mode == Mode.AGENT ? "nofin.mode is agent" : missingHere(engine);
        if (own.isEmpty()) {
            return engine.orElseThrow().open();
        }
        if (mode == Mode.ALONE) {
            throw new NofinException("nofin cannot work here: " + own + ", and the agent is excluded by nofin.mode or NOFIN_ALONE: run the tests with sudo");
        }
        try {
            requireAgent(own);
            return connected(AgentBackend.at(socket, "junit"));
        } catch (IOException e) {
            throw new NofinException("nofin cannot work here: " + own + ", and " + e.getMessage(), e);
        }
    }

    private static Backend connected(AgentBackend agent) throws IOException {
        try {
            agent.lease();
            return agent;
        } catch (IOException | RuntimeException e) {
            try (agent) {
                throw e;
            }
        }
    }

    private void requireAgent(String own) {
        String agent = switch (socket.access()) {
            case OPEN -> "";
            case ABSENT -> "no agent listens at " + socket + ": start 'nofin agent' as root";
            case DESERTED -> "the agent at " + socket + " is gone: start 'nofin agent' as root again";
            case DENIED -> "you are not in the group nofin, whose members may use the agent at " + socket + ": sudo adduser "
                + System.getProperty("user.name", "YOU") + " nofin, then log in again";
        };
        if (!agent.isEmpty()) {
            throw new NofinException("nofin cannot work here: " + agent + ", or run the tests with sudo, or let them be skipped with "
                + WHEN_MISSING + "=skip (" + own + ")");
        }
    }

    /** Returns what keeps this process from injecting faults itself; empty when nothing does. */
    private static String missingHere(Optional<LocalBackends.Provider> engine) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "this is " + System.getProperty("os.name") + ", and faults need the kernel of Linux";
        }
        if (engine.isEmpty()) {
            return "nofin-agent is not on the class path of this JVM";
        }
        try {
            List<String> missing = engine.get().missing();
            return missing.isEmpty() ? "" : "this JVM lacks " + String.join(", ", missing);
        } catch (IOException e) {
            return "the privileges of this JVM cannot be read: " + e.getMessage();
        }
    }

    private static Mode mode(String word) {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
                return mode;
            }
        }
        throw new NofinException(MODE + " is " + Quoted.of(word) + ": write auto, alone or agent");
    }
}
