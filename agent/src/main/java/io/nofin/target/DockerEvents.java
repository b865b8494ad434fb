package io.nofin.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.nofin.target.DockerEngine.Change;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The daemon's stream of events, on docker-java's thread for it. Closing it ends the stream and its connection. */
final class DockerEvents extends ResultCallback.Adapter<Event> {

    /** Those that are asked for; see docker-events(1). */
    static final String[] ACTIONS = {"start", "die", "destroy", "connect", "disconnect"};

    private static final Map<String, Change> CHANGES =
        Map.of("start", Change.STARTED, "die", Change.ENDED, "destroy", Change.REMOVED);
    private static final long NANOS = 1_000_000_000;

    private final DockerClient client;
    private final Consumer<DockerEngine.Event> told;
    private final Runnable lost;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param client is this stream's, and closed with it */
    DockerEvents(DockerClient client, Consumer<DockerEngine.Event> told, Runnable lost) {
        this.client = client;
        this.told = told;
        this.lost = lost;
    }

    @Override
    public void onNext(Event event) {
        Instant at = Instant.ofEpochSecond(event.getTimeNano() / NANOS, event.getTimeNano() % NANOS);
        Map<String, String> attributes = event.getActor().getAttributes();
        if (event.getType() == EventType.NETWORK) {
            told.accept(new DockerEngine.Event(Change.REWIRED, attributes.getOrDefault("container", ""), "", at));
        } else {
            told.accept(new DockerEngine.Event(CHANGES.get(event.getAction()), event.getActor().getId(), attributes.get("name"), at));
        }
    }

    @Override
    public void onError(Throwable failure) {
        onComplete();
    }

    @Override
    public void onComplete() {
        if (over.compareAndSet(false, true)) {
            lost.run();
        }
    }

    @Override
    public void close() throws IOException {
        over.set(true);
        try (client) {
            super.close();
        }
    }
}
