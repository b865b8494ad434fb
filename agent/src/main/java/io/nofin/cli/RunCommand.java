package io.nofin.cli;

import io.nofin.scenario.Scenario;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nofin run FILE}. */
@Command(name = "run", mixinStandardHelpOptions = true,
    header = "Run a scenario: arm, follow the timeline, heal, report.",
    description = "Exits with 0 only if every fault took effect and every expectation holds. Ctrl-C heals and removes everything, then exits with 5.")
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The scenario, in YAML; see 'nofin schema'.")
    private Path file;

    @Mixin
    private SetOptions set;

    @Mixin
    private ExecPermission exec;

    @Mixin
    private BackendOptions backends;

    @Mixin
    private ArtifactOptions keep;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        Scenario scenario = ScenarioFile.read(file, set);
        exec.check(scenario);
        return new Execution(scenario, backends, keep, output).run();
    }
}
