package io.nofin.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The secrets that open a {@link LocalPage}: a link that is good once, the token for which it is exchanged, and addresses that may be
 * opened once without the token. May be used from any thread.
 */
final class PageKeys {

    private static final int BYTES = 32;
    private static final int MOST_OPENINGS = 100;

    private final String link = draw();
    private final String token = draw();
    private final Set<String> openings = new LinkedHashSet<>();
    private boolean used;

    String link() {
        return link;
    }

    /** Exchanges the link for the token, which is possible once. */
    synchronized Optional<String> redeem(String given) {
        if (used || !same(link, given)) {
            return Optional.empty();
        }
        used = true;
        return Optional.of(token);
    }

    /** @param authorization the value of the header, or null if there is none */
    boolean opens(String authorization) {
        return authorization != null && same("Bearer " + token, authorization);
    }

    /** Lets this address, with its query, be opened once without the token. */
    synchronized void allow(String address) {
        if (openings.size() >= MOST_OPENINGS) {
            openings.remove(openings.iterator().next());
        }
        openings.add(address);
    }

    synchronized boolean redeemOpening(String address) {
        return openings.remove(address);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String draw() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
