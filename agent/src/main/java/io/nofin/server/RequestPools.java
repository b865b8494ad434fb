package io.nofin.server;

import io.nofin.config.AgentConfig;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hands each request to the {@link RequestPool} of its kind. Jetty's own threads read and write for all of them and never block.
 * There is always a thread for clients that check the agent's presence, heal, stop, or renew a lease, and reading requests take no
 * thread of those that change something. The pool decides only when a request is answered.
 */
final class RequestPools extends Handler.Wrapper {

    private static final Pattern URGENT = Pattern.compile("GET /v1/version|POST /v1/heal|POST /v1/runs/[^/]+/stop"
        + "|DELETE /v1/(faults|leases)/[^/]+|POST /v1/leases/[^/]+");
    private static final Pattern STREAM = Pattern.compile("GET /v1/(runs/[^/]+/)?events|POST /v1/monitors");
    private static final Pattern LOOK = Pattern.compile("(GET|HEAD) .*|POST /v1/scenarios/(validate|plan)");
    private static final Pattern PAGE = Pattern.compile("GET /(page/[^/]+)?");
    private static final int URGENT_AT_ONCE = 32;
    private static final int OTHERS_AT_ONCE = 48;
    private static final int PAGES_AT_ONCE = 16;
    private static final int RESERVE = 16;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final PeerLookup peerLookup;
    private final BiConsumer<Request, ApiError> refused;
    private final RequestPool watchdog = new RequestPool("watchdog", 0, 0, NO_LIMIT, 2);
    private final RequestPool urgent;
    private final RequestPool streams;
    private final RequestPool pages = new RequestPool("page", PAGES_AT_ONCE, PAGES_AT_ONCE / 2, NO_LIMIT, RESERVE);
    private final RequestPool looks;
    private final RequestPool changes;

    /** @param refused called with each refused request */
    RequestPools(PeerLookup peerLookup, AgentConfig.Sharing sharing, BiConsumer<Request, ApiError> refused) {
        this.peerLookup = peerLookup;
        this.refused = refused;
        int each = sharing.requestsAtOnce();
        this.urgent = new RequestPool("urgent", URGENT_AT_ONCE, URGENT_AT_ONCE / 2, each, RESERVE);
        this.looks = new RequestPool("look", OTHERS_AT_ONCE, OTHERS_AT_ONCE / 2, each, RESERVE);
        this.changes = new RequestPool("change", OTHERS_AT_ONCE, OTHERS_AT_ONCE / 2, each, RESERVE);
        this.streams = new RequestPool("stream", sharing.streams(), Math.max(sharing.streamsPerClient(), sharing.streams() * 3 / 4), sharing.streamsPerClient(), RESERVE);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        RequestPool.RequestSlot place;
        try {
            ConnectionPeer connectionPeer = peerLookup.of(request.getConnectionMetaData());
            place = lane(connectionPeer, request).enter(request, connectionPeer);
        } catch (ApiError apiError) {
            refused.accept(request, apiError);
            PlainErrors.write(response, apiError, callback);
            return true;
        }
        place.run(() -> answer(request, response, callback));
        return true;
    }

    /** Returns the number of streams. */
    int streams() {
        return streams.taken();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        List.of(watchdog, urgent, streams, pages, looks, changes).forEach(RequestPool::close);
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) {     // as Jetty does with exceptions on its own threads: the client must get an answer
            Response.writeError(request, response, callback, e);
        }
    }

    private RequestPool lane(ConnectionPeer connectionPeer, Request request) {
        String asked = request.getMethod() + " " + request.getHttpURI().getPath();
        if (connectionPeer.rank() == ConnectionPeer.Rank.WATCHDOG) {
            return watchdog;
        }
        if (URGENT.matcher(asked).matches()) {
            return urgent;
        }
        if (STREAM.matcher(asked).matches()) {
            return streams;
        }
        if (PAGE.matcher(asked).matches()) {
            return pages;
        }
        return LOOK.matcher(asked).matches() ? looks : changes;
    }
}
