package io.nofin.cli;

import io.nofin.report.ProblemReport;
import io.nofin.scenario.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin validate FILE...}. */
@Command(name = "validate", mixinStandardHelpOptions = true,
    header = "Check scenarios, all errors at once, without touching anything.",
    description = "Exits with 2 when any file is wrong.", footerHeading = "%nExamples:%n", footer = {
        "  nofin validate scenarios/*.yaml",
        "  nofin validate --config /etc/nofin/nofin.yaml"})
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Scenarios, in YAML.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "A host's configuration, as nofin.yaml(5) describes it, to be checked as well.")
    private Path config;

    @Mixin
    private SetOptions set;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, UsageException {
        if (files.isEmpty() && config == null) {
            throw new UsageException("there is nothing to check: name scenarios, or --config FILE");
        }
        Map<Path, List<Problem>> problems = new LinkedHashMap<>();
        for (Path file : files) {
            problems.put(file, ScenarioFile.problems(file, set));
        }
        if (config != null) {
            problems.put(config, ScenarioFile.problemsOfConfig(config));
        }
        if (output.json()) {
            System.out.print(ProblemReport.json(problems));
        } else {
            problems.forEach(ValidateCommand::print);
        }
        return problems.values().stream().allMatch(List::isEmpty) ? ExitCode.DONE : ExitCode.WRONG_INPUT;
    }

    private static void print(Path file, List<Problem> problems) {
        problems.forEach(System.err::println);
        if (problems.isEmpty()) {
            System.out.println(file + ": ok");
        }
    }
}
