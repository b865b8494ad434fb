package io.nofin.server;

import io.nofin.config.HostConfig;
import io.nofin.config.HostConfigReader;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Scenario;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The configuration by the host's owner, read again for each run, since the file may have changed.
 *
 * @param ports ports that no run may touch
 */
record Configuration(Path file, OwnPorts ports) {

    /** @throws InvalidDocumentException when the file is invalid: then no fault begins until it is repaired */
    HostConfig of(Scenario scenario) throws InvalidDocumentException, IOException {
        return ports.protect(HostConfigReader.read(file), scenario);
    }

    /** @throws InvalidDocumentException when the file is invalid */
    Budget budget() throws InvalidDocumentException, IOException {
        return HostConfigReader.read(file).budget();
    }
}
