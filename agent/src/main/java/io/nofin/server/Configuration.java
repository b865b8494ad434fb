package io.nofin.server;

import io.nofin.scenario.HostConfig;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioException;
import java.io.IOException;

/** What the host's owner has laid down, read anew for each run: the file may have changed since the last one. */
@FunctionalInterface
interface Configuration {

    /** @throws ScenarioException when the file is wrong: then nothing is faulted until it is repaired */
    HostConfig of(Scenario scenario) throws ScenarioException, IOException;
}
