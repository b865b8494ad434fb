package io.nofin.cli;

import io.nofin.config.HostConfigReader;
import io.nofin.plan.FaultNotes;
import io.nofin.report.ProblemReport;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads scenarios for all commands, and compiles their filters. */
final class ScenarioFile {

    private ScenarioFile() {
    }

    /** @param set the values of the scenario's parameters */
    static Scenario read(Path file, SetOptions set) throws InvalidDocumentException, IOException {
        return new ScenarioReader(Filters.CHECK).with(set.values()).read(file);
    }

    /** Returns the problems of a host's configuration. */
    static List<Problem> problemsOfConfig(Path file) throws IOException, UsageException {
        if (Files.notExists(file)) {
            throw new UsageException("there is no " + file + ": name a configuration file");
        }
        try {
            HostConfigReader.read(file);
            return List.of();
        } catch (InvalidDocumentException e) {
            return e.problems();
        }
    }

    /** Checks a scenario by this host's limits, as far as the user may read them. */
    static ProblemReport.Findings findings(Path file, SetOptions set) throws IOException {
        try {
            Budget budget = Files.isReadable(HostConfigReader.FILE) ? HostConfigReader.read(HostConfigReader.FILE).budget() : Budget.STANDARD;
            Scenario scenario = new ScenarioReader(Filters.CHECK, budget).with(set.values()).read(file);
            return new ProblemReport.Findings(List.of(), FaultNotes.of(scenario));
        } catch (InvalidDocumentException e) {
            return new ProblemReport.Findings(e.problems(), List.of());
        }
    }
}
