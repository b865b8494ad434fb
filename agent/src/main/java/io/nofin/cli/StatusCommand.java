package io.nofin.cli;

import io.nofin.inject.FaultEnds;
import io.nofin.inject.Inventory;
import io.nofin.inject.Privileges;
import io.nofin.journal.RunDirectory;
import io.nofin.report.StatusReport;
import io.nofin.target.NamespaceScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
    header = "Show what is armed and what is firing now, as the kernel tells it.",
    description = {"Looks into every network namespace of this host. Only when a long fault will end, the kernel does not know:",
        "the journals of living runs in /run/nofin tell that."})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Privileges.require();
        List<StatusReport.Line> lines = new ArrayList<>();
        FaultEnds ends = FaultEnds.read(RunDirectory.STANDARD);
        NamespaceScanner.forEach((found, namespace) -> {
            try (Inventory inventory = Inventory.open(namespace)) {
                inventory.faults().forEach(fault -> lines.add(new StatusReport.Line(found.origin(), ends.applied(fault))));
            }
        });
        StatusReport report = new StatusReport(lines);
        System.out.print(output.json() ? report.json() : report.text());
        return ExitCode.DONE;
    }
}
