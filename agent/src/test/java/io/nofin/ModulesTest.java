package io.nofin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The artifacts that projects depend on bring no more than they say. Maven compiles each of them alone, before this test, from its packages
 * of the shared sources and against nothing but its declared dependencies.
 */
class ModulesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path CHECKSUMS = Path.of("src/package/checksums");
    private static final List<String> MODULES = List.of("model", "junit", "engine");
    private static final Pattern PACKAGE = Pattern.compile("<(include|exclude)>(io/nofin/[a-z]+)/\\*\\*<");
    private static final Pattern VERSION = Pattern.compile("-[0-9][^/]*\\.jar$");

    private static final Set<String> JACKSON = Set.of("jackson-annotations", "jackson-core", "jackson-databind", "jackson-dataformat-yaml", "snakeyaml");

    private static final Set<String> ENGINE = Set.of("slf4j-api", "jnr-ffi", "jffi", "jnr-a64asm", "jnr-x86asm", "asm", "pcap4j-core", "jna", "picocli",
        "commons-text", "commons-lang3", "HdrHistogram", "chart.js");

    /** The agent's web server and metrics are optional dependencies of the engine, which Maven and Gradle leave out of the projects of others. */
    private static final Pattern OPTIONAL = Pattern.compile("javalin|jetty-.*|jakarta\\..*|kotlin-.*|prometheus-.*");

    /** The command's only: a project has a logger of its own, or none. */
    private static final Set<String> OF_THE_COMMAND = Set.of("slf4j-simple");

    @Test
    void everyPackageBelongsToOneModule() throws IOException {
        Set<String> model = packages("model", "include");
        Set<String> extension = packages("junit", "include");
        Set<String> notOfEngine = packages("engine", "exclude");

        assertEquals(Set.of("io/nofin/junit"), extension);
        assertEquals(union(model, extension), notOfEngine);
        assertTrue(notOfEngine.stream().allMatch(name -> Files.isDirectory(SOURCES.resolve(name))), notOfEngine.toString());
    }

    /** The compiler would take sources of other modules, too, from a source path. */
    @Test
    void everyClassAndResourceIsInOneModule() throws IOException {
        List<String> inModules = new ArrayList<>();
        for (String module : MODULES) {
            inModules.addAll(files(classes(module)));
        }
        List<String> sources = files(SOURCES).stream().map(file -> file.replace(".java", ".class")).toList();
        List<String> resources = files(RESOURCES).stream().filter(file -> !file.equals("simplelogger.properties")).toList();

        List<String> expected = Stream.of(sources, resources, List.of("io/nofin/journal/heal")).flatMap(List::stream).sorted().toList();
        assertEquals(expected, inModules.stream().filter(file -> !file.contains("$") || file.startsWith("META-INF/")).sorted().toList());
    }

    @Test
    void whoTestsThroughTheAgentGetsTheModelAndJackson() throws IOException {
        assertEquals(JACKSON, libraries("model"));
        assertEquals(union(JACKSON, Set.of("nofin-model")), libraries("junit"));
    }

    @Test
    void whoTestsInProcessGetsWhatTheEngineNeeds() throws IOException {
        Set<String> libraries = libraries("engine");
        libraries.removeIf(OPTIONAL.asMatchPredicate());

        assertEquals(union(ENGINE, union(JACKSON, Set.of("nofin-model"))), libraries);
    }

    /** The engine's dependencies and those of the command are declared in two places. */
    @Test
    void theCommandShipsTheLibrariesOfTheEngine() throws IOException {
        Set<String> shipped = Files.readAllLines(CHECKSUMS).stream().map(line -> artifact(line.split("  ", 2)[1])).collect(Collectors.toCollection(TreeSet::new));
        Set<String> libraries = libraries("engine");
        libraries.remove("nofin-model");

        assertEquals(union(libraries, OF_THE_COMMAND), shipped);
    }

    private static Set<String> packages(String module, String kind) throws IOException {
        return PACKAGE.matcher(Files.readString(Path.of(module, "pom.xml"))).results().filter(found -> found.group(1).equals(kind))
            .map(found -> found.group(2)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path classes(String module) {
        return Path.of(module, "target/classes");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).toList();
        }
    }

    /** Returns the names of the artifacts on the class path at run time, which the build of the module has written down. */
    private static Set<String> libraries(String module) throws IOException {
        String classPath = Files.readString(Path.of(module, "target/class-path")).strip();
        return Stream.of(classPath.split(File.pathSeparator)).map(ModulesTest::artifact).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns {@code nofin-model} for the classes of that module, which stand in for its jar during the build. */
    private static String artifact(String entry) {
        return entry.endsWith("/model/target/classes") ? "nofin-model" : VERSION.matcher(Path.of(entry).getFileName().toString()).replaceFirst("");
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.of(some, others).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }
}
