package io.nofin.cli;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Budget;
import io.nofin.scenario.HostConfigReader;
import io.nofin.scenario.Problem;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioException;
import io.nofin.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads scenarios as all commands do: filters compiled, too. */
final class ScenarioFile {

    private ScenarioFile() {
    }

    static Scenario read(Path file) throws ScenarioException, IOException {
        return new ScenarioReader(PacketFilter::compile).read(file);
    }

    /** By this host's limits, as far as they may be known to whoever asks. */
    static List<Problem> problems(Path file) throws IOException {
        try {
            Budget budget = Files.isReadable(HostConfigReader.FILE) ? HostConfigReader.read(HostConfigReader.FILE).budget() : Budget.STANDARD;
            new ScenarioReader(PacketFilter::compile, budget).read(file);
            return List.of();
        } catch (ScenarioException e) {
            return e.problems();
        }
    }
}
