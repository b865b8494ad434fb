package io.nofin.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What nofin asks a Docker daemon. Together with {@link DockerEvents} the only class that knows docker-java, so that nothing of it is loaded before the first
 * Docker target. Closing it drops the connections. Not thread-safe.
 */
final class DockerEngine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DockerAddress address;
    private final DockerClient client;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(DockerEngine::daemonThread);

    /**
     * A container in any state.
     *
     * @param state         {@code running}, {@code paused}, {@code exited}, ...
     * @param onHostNetwork started with {@code --network host}
     */
    record Listed(String name, String id, Map<String, String> labels, String state, boolean onHostNetwork) {

        Listed {
            labels = Map.copyOf(labels);
        }

        boolean isRunning() {
            return state.equals("running") || state.equals("paused");
        }
    }

    /** What became of a container. */
    enum Change {
        /** Its first process runs. */
        STARTED,
        /** Its first process has ended. */
        ENDED,
        /** It is no more. */
        REMOVED,
        /** It was connected to a network, or disconnected, while it ran or not. */
        REWIRED
    }

    /**
     * Something that happened.
     *
     * @param name of the container; empty for {@link Change#REWIRED}
     */
    record Event(Change change, String id, String name, Instant at) {
    }

    private DockerEngine(DockerAddress address, DockerClient client) {
        this.address = address;
        this.client = client;
    }

    /** Opens nothing yet: that the daemon answers shows with the first question. */
    static DockerEngine at(DockerAddress address) throws TargetNotFoundException {
        address.check();
        return new DockerEngine(address, client(address, PATIENCE));
    }

    /** @param silence how long an answer may take; zero for as long as it likes */
    private static DockerClient client(DockerAddress address, Duration silence) throws TargetNotFoundException {
        try {
            DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address.toString())
                .withApiVersion(RemoteApiVersion.UNKNOWN_VERSION)       // the daemon's own, however old or new
                .build();
            ZerodepDockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(PATIENCE)
                .responseTimeout(silence)
                .build();
            return DockerClientImpl.getInstance(config, http);
        } catch (RuntimeException e) {      // DOCKER_CERT_PATH and the like
            throw address.explain(e);
        }
    }

    /** All containers, by name. */
    List<Listed> containers() throws IOException {
        return ask(() -> client.listContainersCmd().withShowAll(true).exec().stream()
            .map(DockerEngine::listed).sorted(Comparator.comparing(Listed::name)).toList());
    }

    /** The container's first process, as the daemon counts; empty when it does not run, or is no more. */
    OptionalLong pid(String id) throws IOException {
        return ask(() -> {
            try {
                InspectContainerResponse.ContainerState state = client.inspectContainerCmd(id).exec().getState();
                return Stream.ofNullable(state.getPidLong()).mapToLong(Long::longValue).filter(pid -> pid > 0).findFirst();
            } catch (NotFoundException e) {
                return OptionalLong.empty();
            }
        });
    }

    /** One container in any state; empty when there is none. */
    Optional<Listed> container(String id) throws IOException {
        return ask(() -> {
            try {
                InspectContainerResponse found = client.inspectContainerCmd(id).exec();
                return Optional.of(new Listed(found.getName().substring(1), found.getId(),
                    Objects.requireNonNullElse(found.getConfig().getLabels(), Map.of()), found.getState().getStatus(),
                    "host".equals(found.getHostConfig().getNetworkMode())));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Tells of everything that happens, on a connection and a thread of its own, until the result is closed.
     *
     * @param since what has happened since then is told first
     * @param told  must return at once
     * @param lost  is run when the daemon ends the stream, or it breaks; once
     */
    Closeable follow(Instant since, Consumer<Event> told, Runnable lost) throws IOException {
        DockerClient own = client(address, Duration.ZERO);
        DockerEvents stream = new DockerEvents(own, told, lost);
        own.eventsCmd().withSince(since.getEpochSecond() + "." + String.format("%09d", since.getNano()))
            .withEventTypeFilter(EventType.CONTAINER, EventType.NETWORK)
            .withEventFilter(DockerEvents.ACTIONS).exec(stream);
        return stream;
    }

    @Override
    public void close() throws IOException {
        worker.shutdownNow();
        client.close();
    }

    /** Java's Unix sockets know no timeouts, so that the limit is kept from outside. */
    private <T> T ask(Callable<T> question) throws IOException {
        Future<T> answer = worker.submit(question);
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TargetNotFoundException("the Docker daemon at " + address + " does not answer within "
                + PATIENCE.toSeconds() + " s: does docker ps hang, too?");
        } catch (ExecutionException e) {
            throw address.explain(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the Docker daemon at " + address, e);
        }
    }

    private static Listed listed(Container container) {
        return new Listed(name(container), container.getId(), Objects.requireNonNullElse(container.getLabels(), Map.of()),
            container.getState(), "host".equals(container.getHostConfig().getNetworkMode()));
    }

    /** A container that others link to has several names, of which those of the links have a second slash. */
    private static String name(Container container) {
        return Stream.of(container.getNames()).map(name -> name.substring(1)).filter(name -> name.indexOf('/') < 0)
            .findFirst().orElse(DockerContainer.shortened(container.getId()));
    }

    private static Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task, "nofin-docker");
        thread.setDaemon(true);
        return thread;
    }
}
