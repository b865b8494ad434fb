package io.nofin.server;

import io.nofin.linux.OutputFolder;
import io.nofin.report.ReportFolder;
import io.nofin.report.TextReport;
import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files of one run: its reports, rendered at its end, and its captures. */
record RunFolder(Path path) {

    private static final String TEXT = "report.txt";
    private static final String CAPTURES = "captures";
    private static final FileAttribute<Set<PosixFilePermission>> ROOT_ONLY =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    static RunFolder make(Path parent, String id) throws IOException {
        return new RunFolder(Files.createDirectory(parent.resolve(id), ROOT_ONLY));
    }

    /** Creates the folder for captures, and returns it. */
    Path captures() throws IOException {
        return Files.createDirectories(path.resolve(CAPTURES), ROOT_ONLY);
    }

    void write(Scenario scenario, RunResult result) throws IOException {
        new ReportFolder(path).write(scenario, result);
        try (OutputFolder folder = OutputFolder.open(path)) {
            folder.write(TEXT, TextReport.of(result));
        }
    }

    /** Returns a rendering of the report, by the media type that the client wants. */
    Path report(String type) {
        return path.resolve(switch (type) {
            case MediaTypes.TEXT -> TEXT;
            case MediaTypes.HTML -> "report.html";
            case MediaTypes.XML -> "junit.xml";
            default -> ReportFolder.JSON;
        });
    }

    List<String> captureNames() throws IOException {
        try (Stream<Path> files = Files.list(path.resolve(CAPTURES))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Returns one of {@link #captureNames}; empty for any other name. */
    Optional<Path> capture(String name) throws IOException {
        return captureNames().stream().filter(name::equals).map(known -> path.resolve(CAPTURES).resolve(known)).findFirst();
    }

    /** Returns the size of its files, in bytes. */
    long bytes() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    void removeCaptures() throws IOException {
        DirectoryRemoval.remove(path.resolve(CAPTURES));
    }

    void remove() throws IOException {
        DirectoryRemoval.remove(path);
    }
}
