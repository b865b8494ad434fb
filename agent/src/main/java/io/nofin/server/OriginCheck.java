package io.nofin.server;

import io.nofin.api.ErrorKind;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that pages of other origins make through a person's browser. It checks the host of a request, since a foreign name
 * may point to this address (DNS rebinding), the origin that the browser sends, and the content type, which must be one that no form
 * can send.
 */
final class OriginCheck {

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
            throw ApiError.of(ErrorKind.FORBIDDEN, "this host does not have the name " + Quoted.of(host), "use its address, or add the name to names in its configuration");
        }
    }

    /** Checks the origin of a request over TCP that does more than read. */
    static void checkOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (site != null && !OWN.contains(site) || origin != null && !isOwn(origin, request)) {
            throw ApiError.of(ErrorKind.FORBIDDEN, "a page of another origin may not change anything here", "use the agent's own page, or a client other than a browser");
        }
        checkType(request);
    }

    private static boolean isOwn(String origin, HttpServletRequest request) {
        try {
            String host = request.getHeader("Host");            // HTTP/1.0 may do without
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkType(HttpServletRequest request) {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        String type = Optional.ofNullable(request.getContentType()).orElse("").replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type) && (hasBody || !type.isEmpty())) {
            throw ApiError.of(ErrorKind.UNSUPPORTED_MEDIA_TYPE, "unsupported content type: " + Quoted.of(type), "send application/json or application/yaml");
        }
    }

    private static boolean isAddress(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return IpNetwork.tryParse(bare).isPresent();
    }
}
