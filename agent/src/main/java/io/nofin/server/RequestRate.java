package io.nofin.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** Limits the requests of each client per second by a token bucket that holds those of one second. */
final class RequestRate {

    private static final int CLIENTS = 1_000;           // those that asked last; forgetting a bucket fills it
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

    /** Takes one request at a time of {@link System#nanoTime}. Returns whether the client is within its limit. */
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
