package io.nofin.server;

import io.nofin.api.ErrorKind;
import io.nofin.lifecycle.Quotas;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;

/**
 * Requests of one kind, with threads of their own, so that other kinds never delay them. Each peer, and each client once it is known,
 * has a share, and root a reserve. Threads end when they are idle.
 */
final class RequestPool {

    private static final String PLACE = RequestPool.class.getName();
    private static final long IDLE_SECONDS = 10;

    private final Quotas peers;
    private final Quotas clients;
    private final ExecutorService threads;

    /** The place of one request, which is held until its thread is free and its answer has been sent or has failed. */
    final class RequestSlot {
        private final String connectionPeer;
        private final AtomicInteger holders = new AtomicInteger(2);
        private volatile Optional<String> client = Optional.empty();

        private RequestSlot(String connectionPeer) {
            this.connectionPeer = connectionPeer;
        }

        /** @throws ApiError when the client has used its share */
        void take(Caller caller) {
            if (clients.take(caller.name(), caller.root()) != Quotas.Answer.TAKEN) {
                throw tooMany(caller.name());
            }
            client = Optional.of(caller.name());
        }

        /** Called when the thread is free, and when the answer has been sent. */
        void leave() {
            if (holders.decrementAndGet() == 0) {
                client.ifPresent(clients::giveBack);
                peers.giveBack(connectionPeer);
            }
        }

        void run(Runnable work) {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    leave();
                }
            });
        }
    }

    /**
     * Creates a pool, which starts no thread yet.
     *
     * @param all        the requests at once, in addition to those of root
     * @param eachPeer   the requests of one peer at once
     * @param eachClient the requests of one user, token or certificate at once
     * @param reserve    further requests of root at once
     */
    RequestPool(String name, int all, int eachPeer, int eachClient, int reserve) {
        this.peers = new Quotas(all, eachPeer, reserve);
        this.clients = new Quotas(Integer.MAX_VALUE - reserve, eachClient, reserve);
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
            work -> new Thread(work, "nofin-" + name + "-" + count.incrementAndGet()));      // as many as there are places
    }

    /** Returns the place of a request. */
    static RequestSlot place(Request request) {
        return (RequestSlot) request.getAttribute(PLACE);
    }

    /** @throws ApiError when no place is left for that peer */
    RequestSlot enter(Request request, ConnectionPeer connectionPeer) {
        switch (peers.take(connectionPeer.name(), connectionPeer.isRoot())) {
            case OWN_SHARE_IS_USED -> throw tooMany(connectionPeer.name());
            case ALL_IS_USED -> throw ApiError.of(ErrorKind.BUSY, "too many requests at once", "try again in a second");
            default -> { }
        }
        RequestSlot place = new RequestSlot(connectionPeer.name());
        request.setAttribute(PLACE, place);
        Request.addCompletionListener(request, failure -> place.leave());
        return place;
    }

    int taken() {
        return peers.taken();
    }

    void close() {
        threads.shutdownNow();
    }

    private static ApiError tooMany(String who) {
        return ApiError.of(ErrorKind.TOO_MANY_REQUESTS, "too many requests of " + who + " at once",
            "wait for answers before sending more; limits.requests-at-once and limits.streams-per-client in the configuration are the limits");
    }
}
