package io.nofin.server;

import io.nofin.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a scenario's commands are run for whoever asks: they would be on this host, as root.
 *
 * @param exec what the configuration says of everybody
 */
record Permissions(boolean exec) {

    private static final int FORBIDDEN = 403;

    /** @throws Refusal when it has commands, and they are not allowed */
    void check(Scenario scenario, Caller caller) {
        List<String> commands = new ArrayList<>(scenario.commands());
        scenario.lab().forEach((name, host) -> {
            if (!host.run().isEmpty()) {
                commands.add("lab.hosts." + name + ".run");
            }
        });
        if (!exec && !caller.root() && !commands.isEmpty()) {
            throw Refusal.of(FORBIDDEN, String.join(", ", commands) + ": the agent runs commands for root on its socket only",
                "leave them out, ask as root, or allow it with agent.exec: true in the configuration");
        }
    }
}
