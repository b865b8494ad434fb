package io.nofin.host;

import io.nofin.inject.FaultEnds;
import io.nofin.inject.Inventory;
import io.nofin.journal.RunDirectory;
import io.nofin.report.StatusReport;
import io.nofin.target.NamespaceScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is armed and what is firing now, as the kernel tells it. */
public final class Standing {

    private Standing() {
    }

    /** Looks into every network namespace of this host. */
    public static StatusReport now() throws IOException {
        List<StatusReport.Line> lines = new ArrayList<>();
        FaultEnds ends = FaultEnds.read(RunDirectory.STANDARD);
        NamespaceScanner.forEach((found, namespace) -> {
            try (Inventory inventory = Inventory.open(namespace, RunDirectory.STANDARD)) {
                inventory.faults().forEach(fault -> lines.add(new StatusReport.Line(found.origin(), ends.applied(fault))));
            }
        });
        return new StatusReport(lines);
    }
}
