package io.nofin.server;

import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps pages of other origins out, which a person's browser would let ask in the person's name: by the host that a request is for, as
 * a name that somebody points here (DNS rebinding) is none of ours, by where the browser says it comes from, and by a content type
 * that no form can send.
 */
final class OriginCheck {

    private static final int FORBIDDEN = 403;
    private static final int UNSUPPORTED = 415;
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final Set<String> TYPES = Set.of(
        "application/json", "application/merge-patch+json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    private OriginCheck() {
    }

    /**
     * Checks the host that a request over TCP is for.
     *
     * @param names the names of this host, in addition to its addresses
     */
    static void checkHost(HttpServletRequest request, Set<String> names) {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        if (!isAddress(host) && !host.equals("localhost") && !names.contains(host)) {
            throw ApiError.of(FORBIDDEN, "this host is not called " + Quoted.of(host), "use its address, or add the name to names in its configuration");
        }
    }

    /** Checks the origin of a request over TCP that does more than read. */
    static void checkOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (site != null && !OWN.contains(site) || origin != null && !isOwn(origin, request)) {
            throw ApiError.of(FORBIDDEN, "a page from somewhere else may not change anything here", "use the agent's own page, or no browser");
        }
        checkType(request);
    }

    private static boolean isOwn(String origin, HttpServletRequest request) {
        try {
            return request.getHeader("Host").equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkType(HttpServletRequest request) {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        String type = Optional.ofNullable(request.getContentType()).orElse("").replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type) && (hasBody || !type.isEmpty())) {
            throw ApiError.of(UNSUPPORTED, "not a content type for this: " + Quoted.of(type), "send application/json or application/yaml");
        }
    }

    private static boolean isAddress(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return IpNetwork.tryParse(bare).isPresent();
    }
}
