package io.nofin.cli;

import io.nofin.scenario.ScenarioSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code nofin schema}. */
@Command(name = "schema", mixinStandardHelpOptions = true,
    header = "Print the JSON Schema of scenario files, for editors.",
    description = {"In a scenario, name it so that the editor completes keys:",
        "  # yaml-language-server: $schema=./nofin.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        System.out.print(ScenarioSchema.text());
        return ExitCode.DONE;
    }
}
