package io.nofin.client;

import io.nofin.api.ErrorKind;
import io.nofin.lifecycle.Threads;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends at the agent what this process asked for when this process ends: a daemon thread renews the lease every second, and the agent
 * ends everything under it when three seconds pass without a renewal. Closing it ends everything at once.
 */
public final class Lease implements AutoCloseable {

    private static final Duration TTL = Duration.ofSeconds(5);
    private static final long RENEWAL_SECONDS = 1;

    private final Wire wire;
    private final String path;
    private final String id;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(Threads.daemons("nofin-lease"));

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
            // it ended with its agent
        } catch (AgentException e) {
            if (e.status() != ErrorKind.NOT_FOUND.httpStatus()) {
                throw e;
            }
            // it expired without renewals; the runs under it were interrupted, unless they were over, and report that themselves
        }
    }

    /** Renews the lease. If that fails, the agent is gone or has ended everything; the event stream reports either. */
    private void renew() {
        try {
            wire.text(ApiRequest.of("POST", path).json(Map.of()));
        } catch (IOException e) {
            // the next renewal may succeed
        }
    }
}
