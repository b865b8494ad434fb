package io.nofin.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scenario files that tests read. The working directory of a test is the module's. */
final class Corpus {

    static final Path RESOURCES = Path.of("src", "test", "resources", "scenarios");
    private static final Path PUBLISHED = Path.of("..", "scenarios");

    private Corpus() {
    }

    /** The published scenarios, and those that show every form of the format. */
    static List<Path> good() throws IOException {
        return Stream.concat(in(RESOURCES.resolve("good")).stream(), in(PUBLISHED).stream()).toList();
    }

    /**
     * Each begins with {@code # structural} or {@code # semantic}, which says whether the schema refuses it too, and ends
     * with a line {@code # expect: line:column: path: what: remedy} for each problem.
     */
    static List<Path> bad() throws IOException {
        return in(RESOURCES.resolve("bad"));
    }

    private static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }
}
