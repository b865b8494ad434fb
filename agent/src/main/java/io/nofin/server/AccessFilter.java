package io.nofin.server;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.nofin.api.ErrorKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * Runs before every handler: identifies the caller, and checks that the caller has the permission that the route needs. Changes are
 * written to the audit before and after; refusals are counted there. The method and the route are those that the router used.
 */
final class AccessFilter {

    private static final String CALLER = "nofin.caller";
    private static final String UNKNOWN = "nofin.unknown";
    private static final String DETAILS = "nofin.audit";
    private static final String SELF = "nofin.admission";
    private static final String INTENT = "nofin.intent";
    private static final int REFUSED = 400;
    private static final Set<Integer> KEPT_OUT = Set.of(ErrorKind.UNAUTHORIZED.httpStatus(), ErrorKind.FORBIDDEN.httpStatus(), ErrorKind.TOO_MANY_REQUESTS.httpStatus());
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
        + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final Authenticator authenticator;
    private final PeerLookup peerLookup;
    private final RequestRate rate;
    private final RequestRate rateOfAddresses;
    private final Audit audit;
    private final OneTimeLinks oneTimeLinks;

    /** @param perSecond the requests of one caller per second; twice as many of one address, as a page is made of two dozen files */
    AccessFilter(Authenticator authenticator, PeerLookup peerLookup, int perSecond, Audit audit, OneTimeLinks oneTimeLinks) {
        this.authenticator = authenticator;
        this.peerLookup = peerLookup;
        this.rate = new RequestRate(perSecond);
        this.rateOfAddresses = new RequestRate(2 * perSecond);
        this.audit = audit;
        this.oneTimeLinks = oneTimeLinks;
    }

    /**
     * Identifies the caller. Unknown callers are not refused before {@link #admit} or {@link #unknown}: some routes are open to all.
     *
     * @throws ApiError when the request names another host, or the caller sends too many requests, in all or at once
     */
    void identify(Context request) throws IOException {
        headers(request);
        request.attribute(SELF, this);
        Entrance door = authenticator.door(request.req());
        if (!door.isSocket()) {
            OriginCheck.checkHost(request.req(), door.names());
        }
        try {
            Caller caller = find(request);
            request.attribute(CALLER, caller);
            limit(rate, caller.name());
            RequestPool.place(ServletContextRequest.getServletContextRequest(request.req())).take(caller);
        } catch (ApiError apiError) {
            if (request.attribute(CALLER) != null) {
                throw apiError;
            }
            limit(rateOfAddresses, peer(connection(request)));       // slows down guessing; known callers are not delayed by it
            request.attribute(UNKNOWN, apiError);
        }
    }

    /** @throws ApiError when the caller lacks what the route needs */
    void admit(Context request) {
        RoutePermission need = need(request).orElse(RoutePermission.CHANGE);      // a route without a permission is for operators only
        ApiError unknown = request.attribute(UNKNOWN);
        request.attribute(UNKNOWN, null);       // refusals from here on have their own reason
        if (need == RoutePermission.PAGE) {
            return;
        }
        if (need.isForOperators() && !authenticator.door(request.req()).isSocket()) {
            OriginCheck.checkOrigin(request.req());
        }
        if (unknown != null) {
            throw unknown;
        }
        Caller caller = caller(request);
        if (need.isForOperators() && caller.role() == Caller.Role.READER) {
            throw ApiError.of(ErrorKind.FORBIDDEN, "this " + caller.kind() + " is read-only", "ask for one with the role operator");
        }
    }

    /** Returns the reason why the caller is unknown; empty for known ones. Unknown callers do not learn which routes exist. */
    Optional<ApiError> unknown(Context request) {
        return Optional.ofNullable(request.attribute(UNKNOWN));
    }

    /** Writes the result of a change to the audit, or the refusal. */
    void conclude(Context request) {
        String intent = request.attribute(INTENT);
        int status = request.statusCode();
        if (intent != null) {
            Map<String, Object> line = line(request);
            line.put("status", status);
            line.put("outcome", status < REFUSED ? "done" : "refused");
            audit.conclude(intent, line);
        } else if (status >= REFUSED && (need(request).equals(Optional.of(RoutePermission.CHANGE)) || KEPT_OUT.contains(status))) {
            Map<String, Object> line = line(request);
            line.put("status", status);
            line.put("outcome", "refused");
            audit.refuse(line.get("who") + " " + peer(connection(request)), line, System.nanoTime());
        }
    }

    /** Counts a request that was refused before its caller was identified. */
    void refusedEarly(Request request, ApiError apiError) {
        String from = authenticator.door(request.getConnectionMetaData()).isSocket() ? Entrance.SOCKET : Request.getRemoteAddr(request);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("who", "unknown");
        line.put("from", from);
        line.put("action", request.getMethod() + " " + request.getHttpURI().getPath());
        line.put("status", apiError.status());
        line.put("outcome", "refused");
        audit.refuse("unknown " + peer(request.getConnectionMetaData()), line, System.nanoTime());
    }

    private static ConnectionMetaData connection(Context request) {
        return ServletContextRequest.getServletContextRequest(request.req()).getConnectionMetaData();
    }

    /** Returns the part of the network, or the user, that a connection comes from: one that has many addresses is one peer all the same. */
    private String peer(ConnectionMetaData connection) {
        try {
            return peerLookup.of(connection).name();
        } catch (IOException gone) {
            return "unknown";
        }
    }

    /** Returns the caller, once {@link #admit} has accepted them. */
    static Caller caller(Context request) {
        return request.attribute(CALLER);
    }

    /** Adds a field to the request's line in the audit. */
    static void note(Context request, String name, Object value) {
        details(request).put(name, value);
    }

    static void note(Context request, Map<String, Object> values) {
        details(request).putAll(values);
    }

    /**
     * Writes the intended change to the audit, with all that was noted. Each handler that changes something calls this when it knows
     * the change, and before making it.
     *
     * @throws ApiError when the line cannot be written: a change that cannot be audited is not made
     */
    static void intend(Context request) {
        AccessFilter self = request.attribute(SELF);
        try {
            request.attribute(INTENT, self.audit.intend(self.line(request)));
        } catch (IOException e) {
            throw new ApiError(ErrorKind.UNAVAILABLE, "nothing was changed, since the audit cannot be written: " + e.getMessage(), Optional.empty(),
                Optional.of("make room on its file system, or name another file with agent.audit"), List.of());
        }
    }

    private Map<String, Object> line(Context request) {
        Caller caller = request.attribute(CALLER);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("who", caller == null ? "unknown" : caller.name());
        line.put("from", authenticator.door(request.req()).isSocket() ? Entrance.SOCKET : request.ip());
        line.put("action", request.method().name() + " " + request.path());
        line.putAll(details(request));
        return line;
    }

    private static Map<String, Object> details(Context request) {
        Map<String, Object> details = request.attribute(DETAILS);
        if (details == null) {
            details = new LinkedHashMap<>();
            request.attribute(DETAILS, details);
        }
        return details;
    }

    /** Returns the permission that the route needs; empty where there is no route. */
    private static Optional<RoutePermission> need(Context request) {
        return request.routeRoles().stream().map(RoutePermission.class::cast).findFirst();
    }

    /** Finds the caller. Tickets permit reading only: the resources that they open have no other method. */
    private Caller find(Context request) throws IOException {
        String ticket = request.queryParam(OneTimeLinks.PARAMETER);
        Optional<Caller> holder = ticket == null || !request.method().equals(HandlerType.GET) ? Optional.empty()
            : oneTimeLinks.redeem(ticket, request.path(), System.nanoTime());
        return holder.isPresent() ? holder.get() : authenticator.caller(request.req());
    }

    private static void limit(RequestRate rate, String client) {
        if (!rate.take(client, System.nanoTime())) {
            throw ApiError.of(ErrorKind.TOO_MANY_REQUESTS, "too many requests of " + client, "wait a second, or raise limits.requests-per-second in the configuration");
        }
    }

    private static void headers(Context request) {
        request.header("Content-Security-Policy", POLICY);
        request.header("X-Content-Type-Options", "nosniff");
        request.header("Referrer-Policy", "no-referrer");
        request.header("Cross-Origin-Resource-Policy", "same-origin");
        request.header("Cache-Control", "no-store");
    }
}
