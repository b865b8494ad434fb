package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import io.nofin.scenario.Scenario;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code nofin plan FILE}. */
@Command(name = "plan", mixinStandardHelpOptions = true,
    header = "Print the shell commands that a scenario is equivalent to, without touching the kernel.",
    description = "Run in a shell, or piped into 'sudo sh', they do the same.")
final class PlanCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The scenario, in YAML.")
    private Path file;

    private final SetOptions set = new SetOptions();

    private final BackendOptions backends = new BackendOptions();

    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        PlanCommand plan = new PlanCommand();
        return SharedOptions.annotated(plan, plan.set, plan.backends, plan.output);
    }

    @Override
    public Integer call() throws Exception {
        Scenario scenario = ScenarioFile.read(file, set);
        try (Backend backend = backends.choose()) {
            System.out.print(backend.plan(scenario, output.form()));
            return ExitCode.DONE;
        }
    }
}
