package io.nofin.cli;

import io.nofin.scenario.HostConfigSchema;
import io.nofin.scenario.ScenarioSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nofin schema}. */
@Command(name = "schema", mixinStandardHelpOptions = true,
    header = "Print the JSON Schema of scenario files, or of a host's configuration, for editors.",
    description = {"In a scenario, name it so that the editor completes keys:",
        "  # yaml-language-server: $schema=./nofin.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    @Option(names = "--config", description = "Of /etc/nofin/nofin.yaml instead.")
    private boolean config;

    @Override
    public Integer call() {
        System.out.print(config ? HostConfigSchema.text() : ScenarioSchema.text());
        return ExitCode.DONE;
    }
}
