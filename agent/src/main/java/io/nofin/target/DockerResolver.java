package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the namespaces of Docker containers through the Docker Engine API. It must run on the daemon's machine and see the
 * daemon's processes. May be used from any thread.
 */
final class DockerResolver implements TargetResolver {

    /** The number of times that a container may restart while we look at it, before that counts as a failure of its own. */
    private static final int ATTEMPTS = 3;

    private final DockerAddress address;

    /**
     * Creates a resolver.
     *
     * @throws TargetNotFoundException when DOCKER_HOST is malformed
     */
    DockerResolver() throws TargetNotFoundException {
        this(DockerAddress.fromEnvironment());
    }

    DockerResolver(DockerAddress address) {
        this.address = address;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A label's hosts come by name; containers that share one namespace are a host each, with that namespace.
     */
    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        try (DockerEngine engine = DockerEngine.at(address)) {
            DockerCatalog catalog = new DockerCatalog(engine.containers());
            if (spec instanceof TargetSpec.Docker docker) {
                return List.of(hold(engine, name, catalog.find(docker.nameOrId())));
            }
            if (spec instanceof TargetSpec.DockerLabel docker) {
                return holdAll(engine, name, catalog.withLabels(docker));
            }
            throw new IllegalArgumentException("not a Docker target: " + spec);
        }
    }

    /** Returns all running containers, by name. */
    List<Container> running() throws IOException {
        try (DockerEngine engine = DockerEngine.at(address)) {
            List<Container> running = new ArrayList<>();
            for (DockerEngine.ListedContainer listed : engine.containers()) {
                engine.running(listed).ifPresent(running::add);
            }
            return running;
        }
    }

    private static List<TargetHost> holdAll(DockerEngine engine, String name, List<DockerEngine.ListedContainer> containers)
            throws IOException {
        List<TargetHost> hosts = new ArrayList<>();
        try {
            for (DockerEngine.ListedContainer container : containers) {
                hosts.add(hold(engine, name + "/" + container.name(), container));
            }
            return hosts;
        } catch (IOException | RuntimeException e) {
            hosts.forEach(host -> host.namespace().close());
            throw e;
        }
    }

    /** Returns the origin of a container's host, in the notation of the command line. */
    static String origin(String containerName) {
        return new TargetSpec.Docker(containerName).toString();
    }

    /** Holds a container's namespace, unless it is the host's. */
    static TargetHost hold(DockerEngine engine, String label, DockerEngine.ListedContainer container) throws IOException {
        String origin = origin(container.name());
        if (container.onHostNetwork()) {
            throw new TargetNotFoundException(origin + " runs with --network host and shares the host's network namespace:"
                + " a fault there would hit the whole machine: give the container a network of its own");
        }
        NetworkNamespace namespace = open(engine, container);
        try {
            NamespaceInspector.refuseHostNamespace(origin, namespace);
            return NamespaceInspector.inspect(label, origin, namespace, addresses(engine, container))
                .of(new TargetSpec.Docker(container.name()), container.labels());
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /** Returns a container's addresses by network. One that joined another container's network has none of its own. */
    private static Map<String, Set<IpNetwork>> addresses(DockerEngine engine, DockerEngine.ListedContainer container) throws IOException {
        Optional<String> joined = container.joined();
        return joined.isEmpty() ? container.addresses()
            : engine.container(joined.get()).map(DockerEngine.ListedContainer::addresses).orElse(Map.of());
    }

    /**
     * Opens a container's namespace. A pid may be another process's by the time its namespace is open. The namespace is the
     * container's when the pid was the container's before and is after, and when the process of that number on this machine is the
     * container's: the daemon may be on another machine.
     */
    private static NetworkNamespace open(DockerEngine engine, DockerEngine.ListedContainer container) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            OptionalLong pid = engine.pid(container.id());
            if (pid.isEmpty()) {
                throw DockerCatalog.notRunning(container);
            }
            DockerProcess process = new DockerProcess(pid.getAsLong());
            if (process.isOf(container.id())) {
                NetworkNamespace namespace = NamespaceInspector.open("docker:" + container.name(), process.networkNamespace());
                if (engine.pid(container.id()).equals(pid) && process.isOf(container.id())) {
                    return namespace;
                }
                namespace.close();
            } else if (engine.pid(container.id()).equals(pid)) {
                throw new TargetNotFoundException("docker:" + container.name() + " runs as process " + pid.getAsLong()
                    + " of the Docker daemon's machine, but that process is not the container's here:"
                    + " run nofin on that machine, in its pid namespace");
            }
        }
        throw new TargetNotFoundException("docker:" + container.name() + " restarts faster than nofin can find it: see docker logs "
            + container.name());
    }
}
