package io.nofin.server;

import io.nofin.scenario.Budget;
import io.nofin.scenario.HostConfig;
import io.nofin.scenario.HostConfigReader;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the host's owner has laid down, read anew for each run: the file may have changed since the last one.
 *
 * @param ports that no run may touch
 */
record Configuration(Path file, OwnPorts ports) {

    /** @throws ScenarioException when the file is wrong: then nothing is faulted until it is repaired */
    HostConfig of(Scenario scenario) throws ScenarioException, IOException {
        return ports.protect(HostConfigReader.read(file), scenario);
    }

    /** @throws ScenarioException when the file is wrong */
    Budget budget() throws ScenarioException, IOException {
        return HostConfigReader.read(file).budget();
    }
}
