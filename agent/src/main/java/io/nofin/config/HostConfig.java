package io.nofin.config;

import io.nofin.scenario.Budget;
import io.nofin.scenario.Limits;
import io.nofin.scenario.TargetSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What whoever owns a host has laid down for all faults on it, whatever a scenario says.
 *
 * @param limits     no scenario gets beyond
 * @param optInLabel {@code key} or {@code key=value} that a container must have to be faulted; empty when none is needed
 * @param budget     how much of the host a run may take
 * @param agent      how the host's agent may be reached
 * @param file       where it was read, or would have been, for messages
 */
public record HostConfig(Limits limits, Optional<String> optInLabel, Budget budget, AgentConfig agent, Path file) {

    /** Where nothing is laid down. */
    public static final HostConfig NONE = new HostConfig(Limits.NONE, Optional.empty());

    public HostConfig {
        optInLabel.ifPresent(TargetSpec.DockerLabel::new);      // is one, or refused
    }

    /** As it is in the standard file. */
    public HostConfig(Limits limits, Optional<String> optInLabel, Budget budget, AgentConfig agent) {
        this(limits, optInLabel, budget, agent, HostConfigReader.FILE);
    }

    /** With the agent and the budget as they are everywhere. */
    public HostConfig(Limits limits, Optional<String> optInLabel) {
        this(limits, optInLabel, Budget.STANDARD, AgentConfig.STANDARD);
    }

    HostConfig readFrom(Path other) {
        return new HostConfig(limits, optInLabel, budget.readFrom(other), agent, other);
    }
}
