package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.report.ProblemReport;
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
    header = "Check scenarios, and report all errors at once, without touching anything.",
    description = "Exits with 2 when any file is wrong. For a correct one it notes where a fault does something other than people expect.", footerHeading = "%nExamples:%n", footer = {
        "  nofin validate scenarios/*.yaml",
        "  nofin validate --config /etc/nofin/nofin.yaml"})
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "The scenarios, in YAML.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Check a host's configuration, as nofin.yaml(5) describes it, as well.")
    private Path config;

    @Mixin
    private SetOptions set;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException, UsageException {
        if (files.isEmpty() && config == null) {
            throw new UsageException("nothing to check: name scenarios, or --config FILE");
        }
        Map<Path, ProblemReport.Findings> found = new LinkedHashMap<>();
        for (Path file : files) {
            found.put(file, ScenarioFile.findings(file, set));
        }
        if (config != null) {
            found.put(config, new ProblemReport.Findings(ScenarioFile.problemsOfConfig(config), List.of()));
        }
        if (output.json()) {
            System.out.print(ProblemReport.json(found));
        } else {
            found.forEach(ValidateCommand::print);
        }
        return found.values().stream().allMatch(one -> one.problems().isEmpty()) ? ExitCode.DONE : ExitCode.WRONG_INPUT;
    }

    private static void print(Path file, ProblemReport.Findings found) {
        found.lines(file).forEach(found.problems().isEmpty() ? System.out::println : System.err::println);
    }
}
