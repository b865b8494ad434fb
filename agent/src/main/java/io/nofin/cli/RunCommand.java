package io.nofin.cli;

import io.nofin.scenario.Scenario;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code nofin run FILE}. */
final class RunCommand implements Callable<Integer> {

    private final PositionalParamSpec file = PositionalParamSpec.builder().index("0").arity("1").required(true).type(Path.class).paramLabel("FILE")
        .description("The scenario, in YAML; see 'nofin schema'.").build();
    private final SetOptions set = new SetOptions();
    private final ExecPermission exec = new ExecPermission();
    private final BackendOptions backends = new BackendOptions();
    private final ArtifactOptions keep = new ArtifactOptions();
    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        RunCommand run = new RunCommand();
        CommandSpec command = SharedOptions.plain(run, run.set, run.exec, run.backends, run.keep, run.output).name("run").addPositional(run.file);
        command.usageMessage().header("Run a scenario: arm, follow the timeline, heal, report.").description(
            "Exits with 0 only if every fault took effect and every expectation holds. Ctrl-C heals and removes everything, then exits with 5.");
        return command;
    }

    @Override
    public Integer call() throws Exception {
        Scenario scenario = ScenarioFile.read(file.getValue(), set);
        exec.check(scenario);
        return new Execution(scenario, backends, keep, output).run();
    }
}
