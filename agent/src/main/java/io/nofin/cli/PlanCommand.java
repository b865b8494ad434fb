package io.nofin.cli;

import io.nofin.report.JsonText;
import io.nofin.report.PlanScript;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.HostConfigReader;
import io.nofin.scenario.Scenario;
import io.nofin.target.Targets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nofin plan FILE}. */
@Command(name = "plan", mixinStandardHelpOptions = true,
    header = "Print the shell commands a scenario stands for, without touching the kernel.",
    description = "Typed by hand, or piped into 'sudo sh', they do the same.")
final class PlanCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The scenario, in YAML.")
    private Path file;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        Scenario scenario = ScenarioFile.read(file);
        PlanScript script = PlanScript.of(scenario, ScenarioRunner.plan(scenario, HostConfigReader.read(HostConfigReader.FILE), Targets.all()));
        System.out.print(output.json() ? JsonText.of(script) : script.text());
        return ExitCode.DONE;
    }
}
