package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.report.ProblemReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code nofin validate FILE...}. */
final class ValidateCommand implements Callable<Integer> {

    private final PositionalParamSpec files = PositionalParamSpec.builder().index("0..*").arity("0..*").type(List.class).auxiliaryTypes(Path.class)
        .paramLabel("FILE").description("The scenarios, in YAML.").build();
    private final OptionSpec config = OptionSpec.builder("--config").type(Path.class).paramLabel("FILE")
        .description("Check a host's configuration, as nofin.yaml(5) describes it, as well.").build();
    private final SetOptions set = new SetOptions();
    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        ValidateCommand validate = new ValidateCommand();
        CommandSpec command = SharedOptions.plain(validate, validate.set, validate.output).name("validate")
            .addPositional(validate.files).addOption(validate.config);
        command.usageMessage().header("Check scenarios, and report all errors at once, without touching anything.")
            .description("Exits with 2 when any file is wrong. For a correct one it notes where a fault does something other than people expect.")
            .footerHeading("%nExamples:%n").footer(
                "  nofin validate scenarios/*.yaml",
                "  nofin validate --config /etc/nofin/nofin.yaml");
        return command;
    }

    @Override
    public Integer call() throws IOException, UsageException {
        List<Path> scenarios = Optional.ofNullable(files.<List<Path>>getValue()).orElse(List.of());
        Optional<Path> configuration = Optional.ofNullable(config.getValue());
        if (scenarios.isEmpty() && configuration.isEmpty()) {
            throw new UsageException("nothing to check: name scenarios, or --config FILE");
        }
        Map<Path, ProblemReport.Findings> found = new LinkedHashMap<>();
        for (Path file : scenarios) {
            found.put(file, ScenarioFile.findings(file, set));
        }
        if (configuration.isPresent()) {
            found.put(configuration.get(), new ProblemReport.Findings(ScenarioFile.problemsOfConfig(configuration.get()), List.of()));
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
