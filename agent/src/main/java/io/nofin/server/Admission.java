package io.nofin.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stands before every handler: says who asks, and lets them through or not. Behind every handler it writes down what was changed. */
final class Admission {

    private static final String CALLER = "nofin.caller";
    private static final String DETAILS = "nofin.audit";
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int REFUSED = 400;
    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
        + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final Doorman doorman;
    private final RequestRate rate;
    private final Audit audit;
    private final Tickets tickets;

    Admission(Doorman doorman, RequestRate rate, Audit audit, Tickets tickets) {
        this.doorman = doorman;
        this.rate = rate;
        this.audit = audit;
        this.tickets = tickets;
    }

    /** @throws Refusal when this may not be */
    void before(Context request) throws IOException {
        headers(request);
        Door door = doorman.door(request.req());
        boolean changes = !LOOKING.contains(request.req().getMethod());
        if (!door.isSocket()) {
            Browsers.check(request.req(), door.names(), changes);
        }
        if (isPage(request) && !changes) {
            return;         // parts of a page that knows nothing; what it shows it has to ask for
        }
        Caller caller = known(request);
        request.attribute(CALLER, caller);
        limit(request, caller.name());
        if (changes && caller.role() == Caller.Role.READER) {
            throw Refusal.of(FORBIDDEN, caller.name() + " may look, and not change anything", "ask for a token with the role operator");
        }
    }

    /** Writes down what was changed, or refused to somebody. */
    void after(Context request) throws IOException {
        boolean changes = !LOOKING.contains(request.req().getMethod()) && !request.path().startsWith("/v1/scenarios");
        int status = request.statusCode();
        if (!changes && status != 401 && status != FORBIDDEN && status != TOO_MANY) {
            return;
        }
        Caller caller = request.attribute(CALLER);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("who", caller == null ? "unknown" : caller.name());
        line.put("from", doorman.door(request.req()).isSocket() ? Door.SOCKET : request.ip());
        line.put("action", request.req().getMethod() + " " + request.path());
        Map<String, Object> details = request.attribute(DETAILS);
        if (details != null) {
            line.putAll(details);
        }
        line.put("status", status);
        line.put("outcome", status < REFUSED ? "done" : "refused");
        audit.write(line);
    }

    /** Who asks, once {@link #before} has let them in. */
    static Caller caller(Context request) {
        return request.attribute(CALLER);
    }

    /** Something that the audit is to say of this request. */
    static void note(Context request, String name, Object value) {
        Map<String, Object> details = request.attribute(DETAILS);
        if (details == null) {
            details = new LinkedHashMap<>();
            request.attribute(DETAILS, details);
        }
        details.put(name, value);
    }

    /** Whoever guesses does so no more often than anybody may ask; those who are known from the same address are not kept waiting by it. */
    private Caller known(Context request) throws IOException {
        try {
            Optional<Caller> brought = ticketHolder(request);
            return brought.isPresent() ? brought.get() : doorman.caller(request.req());
        } catch (Refusal unknown) {
            limit(request, request.ip());
            throw unknown;
        }
    }

    /** Tickets are for looking: what they stand for has no other method. */
    private Optional<Caller> ticketHolder(Context request) {
        String ticket = request.queryParam(Tickets.PARAMETER);
        return ticket == null || !request.req().getMethod().equals("GET") ? Optional.empty()
            : tickets.redeem(ticket, request.path(), System.nanoTime());
    }

    private void limit(Context request, String client) {
        if (!rate.take(client, System.nanoTime())) {
            request.header("Retry-After", "1");
            throw Refusal.of(TOO_MANY, "too many requests of " + client, "wait a second; limits.requests-per-second in the configuration says how many");
        }
    }

    private static void headers(Context request) {
        request.header("Content-Security-Policy", POLICY);
        request.header("X-Content-Type-Options", "nosniff");
        request.header("Referrer-Policy", "no-referrer");
        request.header("Cross-Origin-Resource-Policy", "same-origin");
        request.header("Cache-Control", "no-store");
    }

    private static boolean isPage(Context request) {
        return request.path().equals("/") || request.path().startsWith("/page/");
    }
}
