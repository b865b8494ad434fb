package io.nofin.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;

/**
 * Issues tickets with which a browser opens a resource in a new tab, once and soon. That request cannot carry a token, and an address
 * with a token would stay in the browser's history. Thread-safe.
 */
final class OneTimeLinks {

    static final String PARAMETER = "ticket";

    private static final long VALID_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MOST = 100;
    private static final int BYTES = 32;

    private final Deque<Ticket> issued = new ArrayDeque<>();

    private record Ticket(String text, String path, Caller caller, long until) {
    }

    /** @return the value for {@code ?ticket=} */
    synchronized String issue(String path, Caller caller, long now) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Ticket ticket = new Ticket(Base64.getUrlEncoder().withoutPadding().encodeToString(random), path, caller, now + VALID_NANOS);
        if (issued.size() >= MOST) {
            issued.removeFirst();
        }
        issued.addLast(ticket);
        return ticket.text;
    }

    /** Returns the caller who asked for the ticket; empty when it is for another path, too old, or used. */
    synchronized Optional<Caller> redeem(String text, String path, long now) {
        issued.removeIf(ticket -> ticket.until - now < 0);
        Optional<Ticket> found = issued.stream().filter(ticket -> ticket.path.equals(path)
            && MessageDigest.isEqual(ticket.text.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8))).findFirst();
        found.ifPresent(issued::remove);
        return found.map(Ticket::caller);
    }
}
