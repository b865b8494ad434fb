package io.nofin.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Transition;
import io.nofin.probe.Watching;
import io.nofin.report.MonitorJson;
import io.nofin.run.LoneMonitor;
import io.nofin.run.RunAuthority;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Routes for probes without a run, each of which lasts as long as its client follows it. */
final class MonitorRoutes {

    private static final long PROGRESS_MILLIS = 100;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final RequestBodies requestBodies;
    private final Configuration configuration;
    private final Permissions permissions;
    private final ServerSentEvents serverSentEvents;

    MonitorRoutes(RequestBodies requestBodies, Configuration configuration, Permissions permissions, ServerSentEvents serverSentEvents) {
        this.requestBodies = requestBodies;
        this.configuration = configuration;
        this.permissions = permissions;
        this.serverSentEvents = serverSentEvents;
    }

    /**
     * Probes until the client disconnects, or is so far behind that states are lost: then the answer ends without its last event. Errors in
     * the request are answered before the stream begins.
     */
    void watch(Context request) throws InvalidDocumentException, IOException {
        ObjectNode body = requestBodies.object(request);
        MonitorSpec spec = MonitorSpec.read(body, configuration.budget());
        RunAuthority authority = permissions.authority(spec.scenario(), configuration.of(spec.scenario()), AccessFilter.caller(request));
        spec.length().ifPresent(authority::admit);
        AccessFilter.note(request, AuditNotes.probe(body));
        AccessFilter.intend(request);
        StateBacklog changes = new StateBacklog();
        try (Watching monitor = LoneMonitor.start(spec.scenario(), authority, (probe, change) -> changes.add(change))) {
            long deadline = System.nanoTime() + spec.length().orElse(FOR_EVER).toNanos();
            serverSentEvents.serve(request, stream -> follow(monitor, changes, deadline, stream));
        }
    }

    private static void follow(Watching monitor, StateBacklog changes, long deadline, ServerSentEvents.Stream stream)
            throws IOException, InterruptedException {
        long id = 0;
        long told = -1;
        long heard = System.nanoTime();
        while (stream.isOpen() && !changes.isFull() && deadline - System.nanoTime() > 0 && !monitor.awaitEnd(Duration.ZERO)) {
            Optional<Transition> change = changes.poll(PROGRESS_MILLIS);
            MonitorResult now = monitor.result();
            if (change.isPresent()) {
                stream.event(++id, MonitorJson.STATE, MonitorJson.of(change.get()));
            } else if (told != now.succeeded() + now.failed()) {
                told = now.succeeded() + now.failed();
                stream.event(++id, MonitorJson.PROGRESS, MonitorJson.of(now));
            } else if (System.nanoTime() - heard > TimeUnit.MILLISECONDS.toNanos(ServerSentEvents.HEARTBEAT_MILLIS)) {
                stream.heartbeat();
            } else {
                continue;
            }
            heard = System.nanoTime();
        }
        if (stream.isOpen() && !changes.isFull()) {
            monitor.stop(Duration.ZERO);
            for (Transition change : changes.rest()) {
                stream.event(++id, MonitorJson.STATE, MonitorJson.of(change));
            }
            stream.event(++id, MonitorJson.END, MonitorJson.of(monitor.result()));
        }
    }
}
