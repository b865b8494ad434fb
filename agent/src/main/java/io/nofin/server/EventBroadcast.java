package io.nofin.server;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Broadcasts every change to the clients that follow. Publishing never blocks: a client that is too slow is disconnected, and may
 * come again.
 */
final class EventBroadcast {

    private static final int BEHIND = 1_000;
    private static final Change END = new Change("", "");

    private final Set<BlockingQueue<Change>> followers = ConcurrentHashMap.newKeySet();

    private record Change(String type, String data) {
    }

    /** @param data supplies JSON on one line; called only when a client follows */
    void publish(String type, Supplier<String> data) {
        if (!followers.isEmpty()) {
            Change change = new Change(type, data.get());
            followers.removeIf(queue -> !queue.offer(change));
        }
    }

    /** Returns the current state as JSON on one line. */
    @FunctionalInterface
    interface Snapshot {
        String take() throws IOException;
    }

    boolean isFollowed() {
        return !followers.isEmpty();
    }

    /** Disconnects all clients. */
    void close() {
        for (BlockingQueue<Change> queue : followers) {
            queue.clear();
            queue.offer(END);
        }
    }

    /** Sends the snapshot, then every change, until the client disconnects. */
    void follow(ServerSentEvents.Stream stream, Snapshot snapshot) throws IOException, InterruptedException {
        BlockingQueue<Change> queue = new ArrayBlockingQueue<>(BEHIND);
        followers.add(queue);           // before the snapshot, so that changes meanwhile are sent twice rather than never
        try {
            long id = 0;
            stream.event(++id, "snapshot", snapshot.take());
            while (stream.isOpen() && (followers.contains(queue) || !queue.isEmpty())) {
                Change change = queue.poll(ServerSentEvents.HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
                if (change == END) {
                    return;
                }
                if (change == null) {
                    stream.heartbeat();
                } else {
                    stream.event(++id, change.type, change.data);
                }
            }
        } finally {
            followers.remove(queue);
        }
    }
}
