package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** The results that JUnit reports for sample classes. */
record SampleRun(EngineExecutionResults results) {

    static SampleRun of(Class<?>... samples) {
        return of(Map.of(), samples);
    }

    /** @param settings configuration parameters of JUnit */
    static SampleRun of(Map<String, String> settings, Class<?>... samples) {
        return new SampleRun(builder(samples).configurationParameters(settings).execute());
    }

    /** Runs sample classes whose tests can attach files, in {@code directory}. */
    static SampleRun into(Path directory, Class<?>... samples) {
        return new SampleRun(builder(samples).outputDirectoryCreator(new OutputDirectoryCreator() {
            @Override
            public Path getRootDirectory() {
                return directory;
            }

            @Override
            public Path createOutputDirectory(TestDescriptor test) {
                return directory;
            }
        }).execute());
    }

    private static EngineTestKit.Builder builder(Class<?>... samples) {
        return EngineTestKit.engine("junit-jupiter").enableImplicitConfigurationParameters(false)
            .selectors(Stream.of(samples).map(sample -> selectClass(sample)).toList());
    }

    /** Runs sample classes with tests at the same time, as far as they allow it. */
    static SampleRun parallel(Class<?>... samples) {
        return of(Map.of("junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"), samples);
    }

    SampleRun passed(int tests) {
        assertEquals(Map.of(), failures());
        assertEquals(tests, results.testEvents().succeeded().count());
        return this;
    }

    /** Returns the only failure, and fails unless there is exactly one. */
    Throwable failure() {
        Map<String, Throwable> failures = failures();
        assertEquals(1, failures.size(), failures.toString());
        return failures.values().iterator().next();
    }

    /** Returns what was thrown, by the names of the tests, or of the classes that failed as a whole. */
    Map<String, Throwable> failures() {
        Map<String, Throwable> failures = new TreeMap<>();
        results.allEvents().finished().failed().stream().forEach(event ->
            failures.put(event.getTestDescriptor().getDisplayName(), thrown(event).orElseThrow()));
        return failures;
    }

    /** Returns the entries that tests published in their report. */
    Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        results.allEvents().reportingEntryPublished().map(event -> event.getRequiredPayload(ReportEntry.class))
            .forEach(entry -> entries.putAll(entry.getKeyValuePairs()));
        return entries;
    }

    /** Returns the names of the files that tests attached. */
    List<String> files() {
        return results.allEvents().stream().filter(event -> event.getType() == EventType.FILE_ENTRY_PUBLISHED)
            .map(event -> event.getRequiredPayload(FileEntry.class).getPath().getFileName().toString()).toList();
    }

    private static Optional<Throwable> thrown(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getThrowable();
    }
}
