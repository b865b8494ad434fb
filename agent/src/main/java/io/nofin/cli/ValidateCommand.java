package io.nofin.cli;

import io.nofin.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nofin validate FILE...}. */
@Command(name = "validate", mixinStandardHelpOptions = true,
    header = "Check scenarios, all errors at once, without touching anything.",
    description = "Exits with 2 when any file is wrong.")
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenarios, in YAML.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        boolean allGood = true;
        for (Path file : files) {
            try {
                ScenarioFile.read(file);
                System.out.println(file + ": ok");
            } catch (ScenarioException e) {
                e.problems().forEach(System.err::println);
                allGood = false;
            }
        }
        return allGood ? ExitCode.DONE : ExitCode.WRONG_INPUT;
    }
}
