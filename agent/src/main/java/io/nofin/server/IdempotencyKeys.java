package io.nofin.server;

import io.nofin.api.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that clients have begun with a key. A client that repeats its request, because the answer was lost, gets the same run.
 * Only a digest of the request is kept. Each client has its own share of keys.
 */
final class IdempotencyKeys {

    static final int MOST_OF_A_CLIENT = 100;

    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int LONGEST = 200;

    private final Map<String, Map<String, Use>> byOwner = new LinkedHashMap<>();

    /** @param digest the digest of everything that identifies the request */
    private record Use(String digest, String run, long nanos) {

        boolean isOld() {
            return System.nanoTime() - nanos > KEPT_NANOS;
        }
    }

    /** Finds the run of a key. A caller that begins a run with a key holds this lock meanwhile. */
    synchronized Optional<String> find(String owner, String key, String request) {
        if (key.isBlank() || key.length() > LONGEST) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "not an Idempotency-Key", "send 1 to " + LONGEST + " characters");
        }
        Use use = byOwner.getOrDefault(owner, Map.of()).get(key);
        if (use == null || use.isOld()) {
            return Optional.empty();
        }
        if (!use.digest.equals(digest(request))) {
            throw ApiError.of(ErrorKind.CONFLICT, "this Idempotency-Key was used for another request", "use a new key");
        }
        return Optional.of(use.run);
    }

    synchronized void keep(String owner, String key, String request, String run) {
        forgetOld();
        Map<String, Use> own = byOwner.computeIfAbsent(owner, who -> new LinkedHashMap<>());
        own.remove(key);
        if (own.size() == MOST_OF_A_CLIENT) {
            Iterator<String> eldest = own.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        own.put(key, new Use(digest(request), run, System.nanoTime()));
    }

    /** Returns how many keys of all clients are known. */
    synchronized int count() {
        return byOwner.values().stream().mapToInt(Map::size).sum();
    }

    private void forgetOld() {
        byOwner.values().forEach(own -> own.values().removeIf(Use::isOld));
        byOwner.values().removeIf(Map::isEmpty);
    }

    private static String digest(String request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
