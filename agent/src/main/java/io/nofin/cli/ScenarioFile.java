package io.nofin.cli;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioException;
import io.nofin.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Path;

/** Reads scenarios as all commands do: filters compiled, too. */
final class ScenarioFile {

    private ScenarioFile() {
    }

    static Scenario read(Path file) throws ScenarioException, IOException {
        return new ScenarioReader(PacketFilter::compile).read(file);
    }
}
