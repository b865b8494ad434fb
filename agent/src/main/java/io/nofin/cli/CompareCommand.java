package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.report.Comparison;
import io.nofin.report.ReportFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code nofin compare BEFORE AFTER}. */
@Command(name = "compare", mixinStandardHelpOptions = true,
    header = "Show what changed from one run of a scenario to another.",
    description = "Compares verdicts, packets, loss and delay, times to detect and to recover, and timings. Exits with 0 when nothing got worse than"
        + " noise explains, with 1 when something did.",
    footerHeading = "%nExample:%n", footer = "  nofin compare reports/monday reports/tuesday")
final class CompareCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BEFORE", description = "A report.json of 'nofin run --report', or its folder.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Likewise.")
    private Path after;

    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        CompareCommand compare = new CompareCommand();
        return SharedOptions.annotated(compare, compare.output);
    }

    @Override
    public Integer call() {
        Comparison comparison = Comparison.of(ReportFile.read(before), ReportFile.read(after));
        System.out.print(output.json() ? comparison.json() : comparison.text());
        return comparison.isWorse() ? ExitCode.NOT_PROVEN : ExitCode.DONE;
    }
}
