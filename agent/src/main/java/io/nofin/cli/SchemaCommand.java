package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.config.HostConfigSchema;
import io.nofin.report.ReportSchema;
import io.nofin.scenario.ScenarioSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nofin schema}. */
@Command(name = "schema", mixinStandardHelpOptions = true,
    header = "Print the JSON Schema of scenario files, of a host's configuration, or of reports.",
    description = {"In a scenario, name it so that the editor completes keys:",
        "  # yaml-language-server: $schema=./nofin.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    /** Holds at most one of the options. */
    private static final class Subject {

        @Option(names = "--config", description = "Print the schema of /etc/nofin/nofin.yaml instead.")
        private boolean config;

        @Option(names = "--report", description = "Print the schema of what 'nofin run --json' prints instead.")
        private boolean report;
    }

    @ArgGroup
    private Subject subject = new Subject();

    @Override
    public Integer call() {
        System.out.print(subject.config ? HostConfigSchema.text() : subject.report ? ReportSchema.text() : ScenarioSchema.text());
        return ExitCode.DONE;
    }
}
