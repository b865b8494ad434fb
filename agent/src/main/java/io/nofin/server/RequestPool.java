package io.nofin.server;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;

/**
 * Requests of one kind, with threads of their own, so that those of another kind are never in their way, and with shares of them: for
 * each peer, for each client once it is known, and some for root. Threads end when they are not needed.
 */
final class RequestPool {

    private static final String PLACE = RequestPool.class.getName();
    private static final long IDLE_SECONDS = 10;
    private static final int TOO_MANY = 429;
    private static final int NOT_NOW = 503;

    private final Quotas peers;
    private final Quotas clients;
    private final ExecutorService threads;

    /** What one request has of it, until its thread is free and its answer has left or failed. */
    final class Place {
        private final String connectionPeer;
        private final AtomicInteger holders = new AtomicInteger(2);
        private volatile Optional<String> client = Optional.empty();

        private Place(String connectionPeer) {
            this.connectionPeer = connectionPeer;
        }

        /** @throws ApiError when that client has its share already */
        void take(Caller caller) {
            if (clients.take(caller.name(), caller.root()) != Quotas.Answer.TAKEN) {
                throw tooMany(caller.name());
            }
            client = Optional.of(caller.name());
        }

        /** The thread is free, or the answer has gone. */
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
     * Starts no thread yet.
     *
     * @param all        how many requests at once, besides those of root
     * @param eachPeer   how many of those of one peer
     * @param eachClient how many of one user, token or certificate
     * @param reserve    how many more for root
     */
    RequestPool(String name, int all, int eachPeer, int eachClient, int reserve) {
        this.peers = new Quotas(all, eachPeer, reserve);
        this.clients = new Quotas(Integer.MAX_VALUE - reserve, eachClient, reserve);
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
            work -> new Thread(work, "nofin-" + name + "-" + count.incrementAndGet()));      // as many as there are places
    }

    /** The place that the request was given. */
    static Place place(Request request) {
        return (Place) request.getAttribute(PLACE);
    }

    /** @throws ApiError when there is none left for that peer */
    Place enter(Request request, ConnectionPeer connectionPeer) {
        switch (peers.take(connectionPeer.name(), connectionPeer.isRoot())) {
            case OWN_SHARE_IS_USED -> throw tooMany(connectionPeer.name());
            case ALL_IS_USED -> throw ApiError.of(NOT_NOW, "too many requests at once", "ask again in a second");
            default -> { }
        }
        Place place = new Place(connectionPeer.name());
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
        return ApiError.of(TOO_MANY, "too many requests of " + who + " at once",
            "wait for answers before asking more; limits.requests-at-once and limits.streams-per-client in the configuration say how many");
    }
}
