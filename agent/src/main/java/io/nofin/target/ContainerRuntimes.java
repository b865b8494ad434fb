package io.nofin.target;

import io.nofin.scenario.TargetKind;
import java.util.List;
import java.util.Optional;

/** The container runtimes that nofin knows. May be used from any thread. */
public final class ContainerRuntimes {

    private static final List<ContainerRuntime> ALL = List.of(new DockerRuntime());

    private ContainerRuntimes() {
    }

    /** Returns all runtimes, whether they are on this host or not. */
    public static List<ContainerRuntime> all() {
        return ALL;
    }

    /** Returns the runtime that is asked for targets of a kind; empty for a kind that is no container's. */
    public static Optional<ContainerRuntime> of(TargetKind kind) {
        return ALL.stream().filter(runtime -> runtime.kinds().contains(kind)).findFirst();
    }
}
