package io.nofin.server;

import io.nofin.api.ErrorKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the runs and faults of clients alive. When a client does not renew its lease in time, because it was killed, they end, on a
 * thread of their own. A client that ends its lease waits for that.
 */
final class ClientLeases {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final int ID_BYTES = 16;
    private static final int MOST_OF_A_CLIENT = 100;

    private final ScheduledExecutorService timer;
    private final Map<String, Lease> leases = new HashMap<>();

    /** Ends a run or a fault. */
    interface ExpiryAction {

        /** Ends it at once; does nothing if it has ended already. */
        void end();

        /** Returns whether there is nothing left to end: then the lease drops it. */
        boolean isOver();
    }

    private static final class Lease {
        private final String owner;
        private final Duration ttl;
        private final Set<ExpiryAction> endings = new LinkedHashSet<>();       // one for all faults
        private ScheduledFuture<?> expiry;

        Lease(String owner, Duration ttl) {
            this.owner = owner;
            this.ttl = ttl;
        }
    }

    ClientLeases(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** @return the id of the lease */
    synchronized String begin(String owner, Duration ttl) {
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "ttl is out of range", "use 1s to 1m");
        }
        if (leases.values().stream().filter(lease -> lease.owner.equals(owner)).count() >= MOST_OF_A_CLIENT) {
            throw ApiError.of(ErrorKind.TOO_MANY_REQUESTS, "too many leases of " + owner, "end some, or wait for them to end");
        }
        byte[] bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        Lease lease = new Lease(owner, ttl);
        leases.put(id, lease);
        schedule(id, lease);
        return id;
    }

    /** @return the time the lease lives from now on */
    synchronized Duration renew(String id, String owner) {
        Lease lease = get(id, owner);
        lease.expiry.cancel(false);
        schedule(id, lease);
        return lease.ttl;
    }

    /** Adds something that ends with the lease. */
    synchronized void attach(String id, String owner, ExpiryAction ending) {
        Set<ExpiryAction> endings = get(id, owner).endings;
        endings.removeIf(ExpiryAction::isOver);
        endings.add(ending);
    }

    /** Ends the lease at once. Returns when its runs and faults have ended, or have been asked to end. */
    void end(String id, String owner) {
        synchronized (this) {
            get(id, owner).expiry.cancel(false);
        }
        endAllOf(id);
    }

    /** @throws ApiError when that owner has no such lease */
    synchronized void check(String id, String owner) {
        get(id, owner);
    }

    synchronized int count() {
        return leases.size();
    }

    /** Returns how many runs and faults end with a lease. */
    synchronized int endings(String id, String owner) {
        return get(id, owner).endings.size();
    }

    private Lease get(String id, String owner) {
        Lease lease = leases.get(id);
        if (lease == null || !lease.owner.equals(owner)) {
            throw ApiError.of(ErrorKind.NOT_FOUND, "no such lease, or the lease has ended", "begin one with POST /v1/leases");
        }
        return lease;
    }

    private void schedule(String id, Lease lease) {
        lease.expiry = timer.schedule(() -> new Thread(() -> endAllOf(id), "nofin-lease-end").start(), lease.ttl.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void endAllOf(String id) {
        Lease lease;
        synchronized (this) {
            lease = leases.remove(id);
        }
        if (lease != null) {
            lease.endings.forEach(ExpiryAction::end);
        }
    }
}
