package io.nofin.cli;

import io.nofin.scenario.Scenario;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Permits the commands that a scenario names. Without it they are refused, since a scenario from somewhere else must not run commands
 * unasked.
 */
final class ExecPermission implements SharedOptions {

    private final OptionSpec allowed = OptionSpec.builder("--allow-exec").type(boolean.class).arity("0")
        .description("Permit the commands (exec) that the scenario's probes and expectations run.").build();

    @Override
    public void addTo(CommandSpec command) {
        command.addOption(allowed);
    }

    /**
     * Checks that the scenario's commands may be run.
     *
     * @throws UsageException when it has commands and {@code --allow-exec} is not given
     */
    void check(Scenario scenario) throws UsageException {
        List<String> commands = scenario.commands();
        if (!Boolean.TRUE.equals(allowed.getValue()) && !commands.isEmpty()) {
            throw new UsageException(String.join(", ", commands) + (commands.size() == 1 ? " is a command" : " are commands")
                + " that would run on this host: read the scenario, then add --allow-exec to permit that");
        }
    }
}
