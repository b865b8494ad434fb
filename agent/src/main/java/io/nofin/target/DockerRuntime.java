package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerEngine.ListedContainer;
import io.nofin.target.NamespaceContainers.Resident;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The Docker daemon that DOCKER_HOST names, or Podman's service in its place. May be used from any thread. */
final class DockerRuntime implements ContainerRuntime {

    private static final String ADDRESS = "DOCKER_HOST";

    @Override
    public String title() {
        return "Docker";
    }

    @Override
    public Set<TargetKind> kinds() {
        return Set.of(TargetKind.DOCKER, TargetKind.COMPOSE);
    }

    @Override
    public String remedy() {
        return "for targets in containers, start dockerd or set " + ADDRESS;
    }

    @Override
    public Optional<String> address() {
        return Optional.ofNullable(System.getenv(ADDRESS)).filter(value -> !value.isBlank()).map(value -> ADDRESS + "=" + value);
    }

    @Override
    public boolean isPresent() throws IOException {
        return DockerAddress.fromEnvironment().isThere();
    }

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        return new DockerResolver().resolve(name, spec);
    }

    @Override
    public List<Container> running() throws IOException {
        return new DockerResolver().running();
    }

    @Override
    public TargetSpec named(Container container) {
        return new TargetSpec.Docker(container.name());
    }

    @Override
    public TargetSpec followed(TargetSpec target, TargetHost found) {
        return target instanceof TargetSpec.Docker ? found.container().orElseThrow() : target;
    }

    @Override
    public Closeable follow(Map<String, TargetSpec> targets, Instant since, ScheduledExecutorService executor, ContainerListener listener)
            throws IOException {
        return DockerWatch.start(targets, since, executor, listener);
    }

    @Override
    public Map<NetworkNamespace.Id, List<Resident>> residents(Predicate<Map<String, String>> wanted) throws IOException {
        DockerAddress address = DockerAddress.fromEnvironment();
        if (!address.isThere()) {
            return Map.of();
        }
        try (DockerEngine engine = DockerEngine.at(address)) {
            List<ListedContainer> running = engine.containers().stream().filter(ListedContainer::isRunning).toList();
            Set<String> joined = running.stream().flatMap(container -> container.joined().stream()).collect(Collectors.toSet());
            Map<NetworkNamespace.Id, List<Resident>> found = new HashMap<>();
            for (ListedContainer container : running) {
                if (wanted.test(container.labels()) || container.joined().isPresent() || joined.contains(container.id())) {
                    namespace(engine, address, container).ifPresent(id -> found.computeIfAbsent(id, key -> new ArrayList<>())
                        .add(new Resident(DockerResolver.origin(container.name()), container.labels())));
                }
            }
            return found;
        }
    }

    /** Returns the namespace of a container; empty for one that has ended meanwhile, or runs on the machine of a daemon far away. */
    private static Optional<NetworkNamespace.Id> namespace(DockerEngine engine, DockerAddress address, ListedContainer container) throws IOException {
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
