package io.nofin.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which run a client's key has begun: asked again with the same, because the answer was lost, it gets the same run. */
final class IdempotencyKeys {

    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int MOST = 1_000;
    private static final int LONGEST = 200;
    private static final int CONFLICT = 409;

    private final Map<String, Use> uses = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Use> eldest) {
            return size() > MOST;
        }
    };

    /** @param request all that makes it what it is */
    private record Use(String request, String run, long nanos) {
    }

    /** Whoever begins a run with a key holds this meanwhile. */
    synchronized Optional<String> find(String owner, String key, String request) {
        if (key.isBlank() || key.length() > LONGEST) {
            throw Refusal.of(400, "not an Idempotency-Key", "send 1 to " + LONGEST + " characters");
        }
        Use use = uses.get(owner + " " + key);
        if (use == null || System.nanoTime() - use.nanos > KEPT_NANOS) {
            return Optional.empty();
        }
        if (!use.request.equals(request)) {
            throw Refusal.of(CONFLICT, "this Idempotency-Key was for another request", "use a key once only");
        }
        return Optional.of(use.run);
    }

    synchronized void keep(String owner, String key, String request, String run) {
        uses.remove(owner + " " + key);
        uses.put(owner + " " + key, new Use(request, run, System.nanoTime()));
    }
}
