package io.nofin.scenario;

import java.util.Optional;

/**
 * What whoever owns a host has laid down for all faults on it, whatever a scenario says.
 *
 * @param limits     no scenario gets beyond
 * @param optInLabel {@code key} or {@code key=value} that a container must have to be faulted; empty when none is needed
 */
public record HostConfig(Limits limits, Optional<String> optInLabel) {

    /** Where nothing is laid down. */
    public static final HostConfig NONE = new HostConfig(Limits.NONE, Optional.empty());

    public HostConfig {
        optInLabel.ifPresent(TargetSpec.DockerLabel::new);      // is one, or refused
    }
}
