package io.nofin.cli;

import io.nofin.api.Artifacts;
import io.nofin.linux.OutputFolder;
import io.nofin.report.ReportFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say which artifacts of a run a command keeps, and where. */
final class ArtifactOptions {

    @Option(names = "--pcap", paramLabel = "DIR",
        description = "Write the packets on the wire to this folder, a pcapng file for each host with a comment at each inject and heal.")
    private Path captures;

    @Option(names = "--report", paramLabel = "DIR",
        description = "Write the report to this folder: report.html for people, report.json and junit.xml for machines.")
    private Path report;

    Artifacts keep() {
        return new Artifacts(Optional.ofNullable(captures), report != null);
    }

    /**
     * Returns the folder for the report; empty without {@code --report}. Makes the folders of {@code --report} and {@code --pcap}
     * where they are missing, before the run begins: a place that cannot be written to is refused before any fault begins.
     *
     * @throws UsageException when nothing can be written to one of them
     */
    Optional<ReportFolder> report() throws UsageException {
        check("--pcap", captures);
        check("--report", report);
        return Optional.ofNullable(report).map(ReportFolder::new);
    }

    private static void check(String option, Path folder) throws UsageException {
        if (folder == null) {
            return;
        }
        try {
            OutputFolder.open(folder).close();
        } catch (FileSystemException e) {
            throw new UsageException(option + ": " + folder + ": " + e.getReason());
        } catch (IOException e) {
            throw new UsageException(option + ": " + folder + " cannot be created: name a folder, or a path where one can be created");
        }
    }
}
