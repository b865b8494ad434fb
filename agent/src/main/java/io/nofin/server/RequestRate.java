package io.nofin.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many requests a second each client has left: a bucket each, that fills steadily and holds those of one second. */
final class RequestRate {

    private static final int CLIENTS = 1_000;           // the ones that asked last; a forgotten bucket is a full one
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > CLIENTS;
        }
    };

    private static final class Bucket {
        private double left;
        private long atNanos;
    }

    RequestRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether one more is within the limit, at that moment of {@link System#nanoTime}. */
    synchronized boolean take(String client, long nanos) {
        Bucket bucket = buckets.computeIfAbsent(client, key -> full(nanos));
        bucket.left = Math.min(perSecond, bucket.left + (nanos - bucket.atNanos) / NANOS * perSecond);
        bucket.atNanos = nanos;
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }

    private Bucket full(long nanos) {
        Bucket bucket = new Bucket();
        bucket.left = perSecond;
        bucket.atNanos = nanos;
        return bucket;
    }
}
