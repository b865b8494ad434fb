package io.nofin.cli;

import io.nofin.api.Artifacts;
import io.nofin.linux.OutputFolder;
import io.nofin.report.ReportFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that say which artifacts of a run a command keeps, and where. */
final class ArtifactOptions implements SharedOptions {

    private final OptionSpec captures = folder("--pcap",
        "Write the packets on the wire to this folder, a pcapng file for each host with a comment at each inject and heal.");
    private final OptionSpec report = folder("--report",
        "Write the report to this folder: report.html for people, report.json and junit.xml for machines.");

    private static OptionSpec folder(String name, String description) {
        return OptionSpec.builder(name).type(Path.class).paramLabel("DIR").description(description).build();
    }

    @Override
    public void addTo(CommandSpec command) {
        command.addOption(captures).addOption(report);
    }

    Artifacts keep() {
        return new Artifacts(value(captures), value(report).isPresent());
    }

    /**
     * Returns the folder for the report; empty without {@code --report}. Makes the folders of {@code --report} and {@code --pcap}
     * where they are missing, before the run begins: a place that cannot be written to is refused before any fault begins.
     *
     * @throws UsageException when nothing can be written to one of them
     */
    Optional<ReportFolder> report() throws UsageException {
        check(captures);
        check(report);
        return value(report).map(ReportFolder::new);
    }

    private static Optional<Path> value(OptionSpec option) {
        return Optional.ofNullable(option.getValue());
    }

    private static void check(OptionSpec option) throws UsageException {
        Optional<Path> folder = value(option);
        if (folder.isPresent()) {
            check(option.longestName(), folder.get());
        }
    }

    private static void check(String option, Path folder) throws UsageException {
        try {
            OutputFolder.open(folder).close();
        } catch (FileSystemException e) {
            throw new UsageException(option + ": " + folder + ": " + e.getReason());
        } catch (IOException e) {
            throw new UsageException(option + ": " + folder + " cannot be created: name a folder, or a path where one can be created");
        }
    }
}
