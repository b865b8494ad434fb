package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import io.nofin.target.DockerEngine.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The running containers in each network namespace when Docker was asked, whatever name led to the namespace. Without a Docker daemon
 * there are none.
 *
 * @param problem the reason why a Docker daemon, which is there, could not answer
 */
public record Residents(Map<NetworkNamespace.Id, List<Resident>> byNamespace, Optional<String> problem) {

    /**
     * A container.
     *
     * @param origin the container in the notation of the command line
     */
    public record Resident(String origin, Map<String, String> labels) {
    }

    public Residents {
        byNamespace = Map.copyOf(byNamespace);
    }

    /**
     * Asks the daemon that DOCKER_HOST names.
     *
     * @param wanted chooses containers by their labels; those that share a namespace are looked for as well, because that costs
     *               little
     */
    public static Residents now(Predicate<Map<String, String>> wanted) {
        try {
            DockerAddress address = DockerAddress.fromEnvironment();
            return address.isThere() ? at(address, wanted) : new Residents(Map.of(), Optional.empty());
        } catch (IOException e) {
            return new Residents(Map.of(), Optional.of(e.getMessage()));
        }
    }

    static Residents at(DockerAddress address, Predicate<Map<String, String>> wanted) throws IOException {
        try (DockerEngine engine = DockerEngine.at(address)) {
            List<Listed> running = engine.containers().stream().filter(Listed::isRunning).toList();
            Set<String> joined = running.stream().flatMap(container -> container.joined().stream()).collect(Collectors.toSet());
            Map<NetworkNamespace.Id, List<Resident>> found = new HashMap<>();
            for (Listed container : running) {
                if (wanted.test(container.labels()) || container.joined().isPresent() || joined.contains(container.id())) {
                    namespace(engine, address, container).ifPresent(id -> found.computeIfAbsent(id, any -> new ArrayList<>())
                        .add(new Resident(DockerResolver.origin(container.name()), container.labels())));
                }
            }
            return new Residents(found, Optional.empty());
        }
    }

    /** Returns the containers in a namespace, by name. */
    public List<Resident> of(NetworkNamespace namespace) {
        return byNamespace.getOrDefault(namespace.id(), List.of());
    }

    /** Returns the namespace of a container; empty for one that has ended meanwhile, or runs on the machine of a daemon far away. */
    private static Optional<NetworkNamespace.Id> namespace(DockerEngine engine, DockerAddress address, Listed container) throws IOException {
        OptionalLong pid = engine.pid(container.id());
        while (pid.isPresent()) {
            DockerProcess process = new DockerProcess(pid.getAsLong());
            Optional<NetworkNamespace.Id> id = process.isOf(container.id()) ? process.namespaceId() : Optional.empty();
            OptionalLong again = engine.pid(container.id());
            if (again.equals(pid)) {
                if (id.isEmpty() && address.isUnixSocket()) {
                    throw new TargetNotFoundException(DockerResolver.origin(container.name()) + " runs as process " + pid.getAsLong()
                        + " of the Docker daemon, but that process is not to be seen here: run nofin in the daemon's pid namespace");
                }
                return id;
            }
            pid = again;            // it has restarted meanwhile
        }
        return Optional.empty();
    }
}
