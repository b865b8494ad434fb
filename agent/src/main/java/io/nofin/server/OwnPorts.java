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
 * Leaves the agent's own TCP traffic alone where the host itself is faulted: clients have to be able to heal it.
 *
 * @param ports that the agent listens on
 */
record OwnPorts(List<PortSet.Range> ports) {

    static OwnPorts of(AgentConfig config) {
        return new OwnPorts(config.listen().stream().map(listen -> new PortSet.Range(listen.address().port(), listen.address().port())).distinct().toList());
    }

    /** What holds for that scenario. */
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
