package io.nofin.server;

import io.nofin.config.AgentConfig;
import io.nofin.config.HostConfig;
import io.nofin.scenario.Limits;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protection;
import io.nofin.scenario.Scenario;
import java.util.List;
import java.util.stream.Stream;

/**
 * Exempts the agent's own TCP traffic where the host itself is faulted, so that clients can heal it.
 *
 * @param ports the ports that the agent listens on
 */
record OwnPorts(List<PortSet.Range> ports) {

    static OwnPorts of(AgentConfig config) {
        return new OwnPorts(config.listen().stream().map(listen -> new PortSet.Range(listen.address().port(), listen.address().port())).distinct().toList());
    }

    /** Returns the configuration for a scenario, with these ports protected where it faults the host. */
    HostConfig protect(HostConfig config, Scenario scenario) {
        if (ports.isEmpty() || !scenario.allowHost()) {
            return config;
        }
        Limits limits = config.limits();
        PortSet all = new PortSet(Stream.concat(limits.protect().ports().ranges().stream(), ports.stream()).distinct().toList());
        return new HostConfig(new Limits(limits.maxDuration(), limits.maxTargets(), new Protection(limits.protect().peers(), all)),
            config.optInLabel(), config.budget(), config.agent(), config.file());
    }
}
