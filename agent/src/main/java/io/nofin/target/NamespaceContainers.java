package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The running containers in each network namespace when their runtimes were asked, whatever name led to the namespace. Without a runtime
 * there are none.
 *
 * @param problem the reason why a runtime, which is there, could not answer
 */
public record NamespaceContainers(Map<NetworkNamespace.Id, List<Resident>> byNamespace, Optional<String> problem) {

    /**
     * A container.
     *
     * @param origin the container in the notation of the command line
     */
    public record Resident(String origin, Map<String, String> labels) {
    }

    public NamespaceContainers {
        byNamespace = Map.copyOf(byNamespace);
    }

    /**
     * Asks every runtime. The first that cannot answer is the problem, and nobody else is asked.
     *
     * @param wanted chooses containers by their labels; those that share a namespace are looked for as well, because that costs
     *               little
     */
    public static NamespaceContainers now(Predicate<Map<String, String>> wanted) {
        Map<NetworkNamespace.Id, List<Resident>> found = new HashMap<>();
        try {
            for (ContainerRuntime runtime : ContainerRuntimes.all()) {
                runtime.residents(wanted).forEach((id, residents) -> found.computeIfAbsent(id, key -> new ArrayList<>()).addAll(residents));
            }
            return new NamespaceContainers(found, Optional.empty());
        } catch (IOException e) {
            return new NamespaceContainers(Map.of(), Optional.of(e.getMessage()));
        }
    }

    /** Returns the containers in a namespace, by name. */
    public List<Resident> of(NetworkNamespace namespace) {
        return byNamespace.getOrDefault(namespace.id(), List.of());
    }
}
