package io.nofin.cli;

import io.nofin.scenario.Scenario;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether the commands that a scenario names may be run: a file from somewhere else should not run anything unasked. */
final class ExecPermission {

    @Option(names = "--allow-exec", description = "Let the scenario's probes and expectations run the commands (exec) that it names.")
    private boolean allowed;

    /** @throws UsageException when there are commands, and nobody allowed them */
    void check(Scenario scenario) throws UsageException {
        List<String> commands = scenario.commands();
        if (!allowed && !commands.isEmpty()) {
            throw new UsageException(String.join(", ", commands) + (commands.size() == 1 ? " is a command" : " are commands")
                + " that would run on this host: read the scenario, and say --allow-exec if you want that");
        }
    }
}
