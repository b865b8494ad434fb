package io.nofin.client;

import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What this process has the agent do ends when this process does: a daemon thread says every second that it is still there, and the
 * agent ends everything under the lease when it has not heard of it for three. Closing it ends that at once.
 */
public final class Lease implements AutoCloseable {

    static final String HEADER = "Nofin-Lease";

    private static final Duration TTL = Duration.ofSeconds(5);
    private static final long RENEWAL_SECONDS = 1;
    private static final int NOT_FOUND = 404;

    private final Wire wire;
    private final String path;
    private final String id;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "nofin-lease");
        thread.setDaemon(true);
        return thread;
    });

    private Lease(Wire wire, String id) {
        this.wire = wire;
        this.path = "/v1/leases/" + id;
        this.id = id;
    }

    static Lease take(Wire wire) throws IOException {
        String id = wire.json(ApiRequest.of("POST", "/v1/leases").json(Map.of("ttl", Durations.format(TTL)))).required("id").asText();
        Lease lease = new Lease(wire, id);
        lease.renewal.scheduleAtFixedRate(lease::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
        return lease;
    }

    String id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        renewal.shutdownNow();
        try {
            wire.text(ApiRequest.of("DELETE", path));
        } catch (AgentUnreachableException e) {
            // It ended with its agent.
        } catch (AgentException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
            // It ended for want of renewals; what it kept alive was interrupted, unless it was over, and says so itself.
        }
    }

    /** Where it fails, the agent is gone or has ended everything: whoever waits for events hears of that. */
    private void renew() {
        try {
            wire.text(ApiRequest.of("POST", path).json(Map.of()));
        } catch (IOException e) {
            // The next one may succeed.
        }
    }
}
