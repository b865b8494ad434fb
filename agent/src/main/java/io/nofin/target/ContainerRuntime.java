package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/**
 * Finds the containers of one runtime, follows them through restarts, and tells who shares a network namespace. May be used from any
 * thread. To add a runtime: its class, a line in {@link ContainerRuntimes}, and its kind of target, see {@link TargetKind}.
 */
public interface ContainerRuntime extends TargetResolver {

    /** Returns the runtime's name for people, for example {@code Docker}. */
    String title();

    /** Returns the kinds of targets that this runtime is asked for. */
    Set<TargetKind> kinds();

    /** Returns what a person does to have the runtime where it is missing. */
    String remedy();

    /** Returns the setting that names the runtime's address, for example {@code DOCKER_HOST=tcp://10.0.0.7:2375}; empty where none does. */
    Optional<String> address();

    /**
     * Returns whether anybody may answer, without asking.
     *
     * @throws TargetNotFoundException when the runtime's address is malformed
     */
    boolean isPresent() throws IOException;

    /**
     * Returns all running containers, by name.
     *
     * @throws TargetNotFoundException when the runtime does not answer
     */
    List<Container> running() throws IOException;

    /** Returns the target that means one of its containers alone. */
    TargetSpec named(Container container);

    /**
     * Returns the target that is to be followed. A container that was named by its id is followed by its name, because one that is made
     * again under the same name has another id.
     *
     * @param found a host that the target resolved to
     */
    TargetSpec followed(TargetSpec target, TargetHost found);

    /**
     * Reports what happens to containers until the result is closed.
     *
     * @param targets  targets of this runtime by name, as {@link #followed} returns them; may be none
     * @param since    a time before they were resolved, so that nothing is missed
     * @param executor an executor of one thread, on which the listener is called; the caller ends it after the result was closed
     */
    Closeable follow(Map<String, TargetSpec> targets, Instant since, ScheduledExecutorService executor, ContainerListener listener)
            throws IOException;

    /**
     * Returns the running containers in each network namespace, whatever name led to the namespace.
     *
     * @param wanted chooses containers by their labels; those that share a namespace are looked for as well, because that costs little
     * @throws IOException when the runtime is there and cannot answer
     */
    Map<NetworkNamespace.Id, List<NamespaceContainers.Resident>> residents(Predicate<Map<String, String>> wanted) throws IOException;
}
