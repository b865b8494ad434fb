package io.nofin.cli;

import io.nofin.report.ReportFolder;
import io.nofin.run.Keep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command keeps of a run, and where. */
final class KeepOptions {

    @Option(names = "--pcap", paramLabel = "DIR",
        description = "Keep what crossed the wire there, a pcapng file for each host, with a comment at each inject and heal.")
    private Path captures;

    @Option(names = "--report", paramLabel = "DIR",
        description = "Write the report there: report.html to look at, report.json and junit.xml for machines.")
    private Path report;

    Keep keep() {
        return new Keep(Optional.ofNullable(captures), report != null);
    }

    /**
     * Where the report is to go, made if it is missing, so that a run is not in vain.
     *
     * @throws UsageException when nothing can be written there
     */
    Optional<ReportFolder> report() throws UsageException {
        if (report == null) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(report);
        } catch (IOException e) {
            throw new UsageException("--report: " + report + " cannot be made: name a folder, or a place for one");
        }
        if (!Files.isWritable(report)) {
            throw new UsageException("--report: " + report + " cannot be written to: name another folder");
        }
        return Optional.of(new ReportFolder(report));
    }
}
