package io.nofin.junit;

import io.nofin.backend.LocalBackends;
import io.nofin.scenario.ScenarioReader;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A scenario that runs beside a test. Not thread-safe. */
final class ScenarioRun {

    private final TestScope scope;
    private final String name;
    private final RunThread running;

    private ScenarioRun(TestScope scope, String name, RunThread running) {
        this.scope = scope;
        this.name = name;
        this.running = running;
    }

    /** Starts the scenario, and returns when it is armed. */
    static ScenarioRun start(RunScenario wanted, FieldTargets named) throws IOException, InterruptedException {
        io.nofin.scenario.Scenario scenario = bound(read(wanted, named.context().getRequiredTestClass()), named);
        if (!wanted.allowExec() && !scenario.commands().isEmpty()) {
            throw new NofinException(wanted.value() + " runs commands (" + String.join(", ", scenario.commands())
                + "): add allowExec = true to permit that");
        }
        return new ScenarioRun(named.scope(), scenario.name(), named.scope().run(scenario));
    }

    /**
     * Waits for the scenario's end.
     *
     * @throws AssertionError when it did not pass
     */
    void awaitPassed() throws IOException, InterruptedException {
        RunReport runReport;
        try {
            runReport = running.await();
        } catch (InterruptedException e) {
            running.stop();
            throw e;
        }
        scope.attach(name, runReport);
        FailureMessages.ofScenario(name, runReport);
    }

    /** Heals the scenario, and waits until it has removed its rules. */
    void breakOff() throws IOException, InterruptedException {
        running.stop();
        scope.attach(name, running.await());
    }

    private static io.nofin.scenario.Scenario read(RunScenario wanted, Class<?> test) throws IOException {
        ScenarioReader reader = new ScenarioReader(LocalBackends.filterCheck());
        Path file = Path.of(wanted.value());
        try (InputStream resource = test.getClassLoader().getResourceAsStream(wanted.value())) {
            if (Files.exists(file)) {
                return reader.read(file);
            }
            if (resource == null) {
                throw new NofinException("no scenario " + wanted.value() + ": neither a file below " + Path.of("").toAbsolutePath()
                    + ", nor a resource on the class path");
            }
            return reader.read(new String(resource.readAllBytes(), StandardCharsets.UTF_8), wanted.value());
        } catch (InvalidDocumentException e) {
            throw new NofinException(e.getMessage(), e);
        }
    }

    /** Returns the scenario with the targets that the test has under their names. */
    private static io.nofin.scenario.Scenario bound(io.nofin.scenario.Scenario scenario, FieldTargets named) {
        Map<String, TargetSpec> targets = new LinkedHashMap<>(scenario.targets());
        targets.replaceAll((name, spec) -> named.known(name).map(FaultTarget::spec).orElse(spec));
        return new io.nofin.scenario.Scenario(scenario.name(), scenario.description(), scenario.seed(), scenario.allowHost(), targets, scenario.lab(),
            scenario.faults(), scenario.timeline(), scenario.probes(), scenario.expect(), scenario.witness(), scenario.limits());
    }
}
