package io.nofin.config;

import io.nofin.scenario.Budget;
import io.nofin.scenario.Limits;
import io.nofin.scenario.TargetSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The limits that the owner of a host sets to all faults on it, whatever a scenario says.
 *
 * @param limits     the limits of every scenario
 * @param optInLabel the {@code key} or {@code key=value} that a container must have to be faulted; empty when none is needed
 * @param budget     the resources that a run may take
 * @param agent      the configuration of the host's agent
 * @param file       the file that it was read from, or would have been, for messages
 */
public record HostConfig(Limits limits, Optional<String> optInLabel, Budget budget, AgentConfig agent, Path file) {

    /** The configuration without a file. */
    public static final HostConfig NONE = new HostConfig(Limits.NONE, Optional.empty());

    public HostConfig {
        optInLabel.ifPresent(TargetSpec.DockerLabel::new);      // throws unless it is one
    }

    /** Creates the configuration of the standard file. */
    public HostConfig(Limits limits, Optional<String> optInLabel, Budget budget, AgentConfig agent) {
        this(limits, optInLabel, budget, agent, HostConfigReader.FILE);
    }

    /** Creates a configuration with the standard agent and budget. */
    public HostConfig(Limits limits, Optional<String> optInLabel) {
        this(limits, optInLabel, Budget.STANDARD, AgentConfig.STANDARD);
    }

    HostConfig readFrom(Path other) {
        return new HostConfig(limits, optInLabel, budget.readFrom(other), agent, other);
    }
}
