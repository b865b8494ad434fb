package io.nofin.target;

import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerEngine.ListedContainer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Follows containers through the daemon's events, those of Docker targets above all. It reports on an executor of one thread, on
 * which it also asks the daemon; a daemon that goes away is asked again every second, and then reports what happened meanwhile. While
 * a thousand events wait, no more are read.
 */
final class DockerWatch implements Closeable {

    private static final long AGAIN_SECONDS = 1;
    private static final int MOST_EVENTS = 1_000;     // the most that may wait

    private final Map<String, TargetSpec> targets;
    private final ScheduledExecutorService executor;
    private final BoundedExecutor boundedExecutor;
    private final ContainerListener listener;
    private final DockerEngine engine;
    private final Set<String> running = new HashSet<>();        // the ids of containers
    private Optional<Closeable> stream = Optional.empty();
    private Instant since;
    private boolean closed;

    private DockerWatch(Map<String, TargetSpec> targets, Instant since, ScheduledExecutorService executor, ContainerListener listener)
            throws IOException {
        this.targets = Map.copyOf(targets);
        this.since = since;
        this.executor = executor;
        this.boundedExecutor = new BoundedExecutor(executor, MOST_EVENTS);
        this.listener = listener;
        this.engine = DockerEngine.at(DockerAddress.fromEnvironment());
    }

    /**
     * Starts to follow.
     *
     * @param targets  the targets by name: all of them Docker targets, containers by their names and not by ids; may be none
     * @param since    a time before they were resolved, so that nothing is missed
     * @param executor an executor of one thread; the caller ends it after this was closed
     */
    static DockerWatch start(Map<String, TargetSpec> targets, Instant since, ScheduledExecutorService executor, ContainerListener listener)
            throws IOException {
        DockerWatch watch = new DockerWatch(targets, since, executor, listener);
        try {
            List<ListedContainer> containers = watch.engine.containers().stream().filter(ListedContainer::isRunning).toList();
            containers.forEach(container -> watch.running.add(container.id()));
            watch.connect();
            containers.stream().filter(watch::isWatched).findFirst().ifPresent(container -> watch.rehearse(container.id()));
            return watch;
        } catch (IOException | RuntimeException e) {
            try (watch) {
                throw e;
            }
        }
    }

    /** Reports a container that is known, so that whatever takes long the first time happens now, not when a container restarts. */
    private void rehearse(String id) {
        boundedExecutor.execute(() -> find(new DockerEngine.Event(DockerEngine.Change.STARTED, id, "", since)));
    }

    private boolean isWatched(ListedContainer container) {
        return targets.values().stream().anyMatch(target -> isOf(target, container));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try (engine) {
            if (stream.isPresent()) {
                stream.get().close();
            }
        }
    }

    private synchronized void connect() throws IOException {
        if (!closed) {
            stream = Optional.of(engine.follow(since, event -> boundedExecutor.execute(() -> take(event)), this::connectLater));
        }
    }

    private void connectLater() {
        try {
            executor.schedule(this::connectAgain, AGAIN_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // Nobody wants to know any more.
        }
    }

    private void connectAgain() {
        try {
            connect();
        } catch (IOException e) {
            connectLater();
        }
    }

    private void take(DockerEngine.Event event) {
        since = event.at();
        switch (event.change()) {
            case STARTED -> {
                running.add(event.id());
                find(event);
            }
            case REWIRED -> {
                if (running.contains(event.id())) {     // the daemon would not answer before a container that is being started runs
                    find(event);
                }
            }
            case ENDED -> {
                running.remove(event.id());
                listener.ended(DockerResolver.origin(event.name()));
            }
            case REMOVED -> listener.removed(DockerResolver.origin(event.name()));
            default -> throw new IllegalStateException("no such change: " + event.change());
        }
    }

    private void find(DockerEngine.Event event) {
        try {
            Optional<ListedContainer> container = engine.container(event.id()).filter(ListedContainer::isRunning);
            if (container.isPresent()) {
                tell(container.get(), event.at());
                if (event.change() == DockerEngine.Change.STARTED) {
                    listener.started(DockerResolver.origin(container.get().name()), container.get().labels());
                } else {
                    engine.containers().stream().filter(ListedContainer::isRunning).filter(other -> other.joined().equals(Optional.of(event.id())))
                        .forEach(other -> tell(other, event.at()));     // a change of its network changed theirs
                }
            }
        } catch (IOException e) {
            listener.refused(e.getMessage());
        }
    }

    private void tell(ListedContainer container, Instant at) {
        targets.entrySet().stream().filter(target -> isOf(target.getValue(), container))
            .forEach(target -> tell(target.getKey(), target.getValue(), container, at));
    }

    private void tell(String target, TargetSpec spec, ListedContainer container, Instant at) {
        try {
            String label = spec instanceof TargetSpec.DockerLabel ? target + "/" + container.name() : target;
            listener.runs(target, DockerResolver.hold(engine, label, container), at);
        } catch (IOException e) {
            refuseUnlessEnded(container, e);
        }
    }

    /** Reports a refusal, unless the container has ended again meanwhile. */
    private void refuseUnlessEnded(ListedContainer container, IOException refused) {
        try {
            if (engine.pid(container.id()).isPresent()) {
                listener.refused(refused.getMessage());
            }
        } catch (IOException e) {
            listener.refused(e.getMessage());
        }
    }

    private static boolean isOf(TargetSpec target, ListedContainer container) {
        return target instanceof TargetSpec.DockerLabel labelled ? labelled.isOf(container.labels())
            : target instanceof TargetSpec.Docker named && named.nameOrId().equals(container.name());
    }
}
