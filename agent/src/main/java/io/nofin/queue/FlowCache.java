package io.nofin.queue;

import java.util.Arrays;
import java.util.Optional;

/**
 * Remembers what was found out about flows or devices, under numbers, until a given time; two numbers that fall on the same place push
 * each other out. Not thread-safe.
 */
final class FlowCache<V> {

    /** The time for which answers of the kernel are taken to be right, on the clock of {@link System#nanoTime}. */
    static final long FRESH_NANOS = 1_000_000_000L;

    private static final int PLACES_LOG = 10;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;    // times 2^64, odd: Fibonacci hashing

    private final Entry<?>[] entries = new Entry<?>[1 << PLACES_LOG];

    private record Entry<V>(long key, Optional<V> value, long until) {
    }

    FlowCache() {
        Arrays.fill(entries, new Entry<V>(0, Optional.empty(), System.nanoTime()));
    }

    /** Returns a number for the addresses and the ports, or the ICMP type, of a packet. */
    static long flow(IpView packet) {
        int addresses = packet.at + (packet.ipv6 ? 8 : 12);
        long key = 0;
        for (int at = addresses; at < addresses + (packet.ipv6 ? 32 : 8); at += Long.BYTES) {
            key = mixed(key, packet.buffer.getLong(at));
        }
        return mixed(key, packet.buffer.getInt(packet.at + packet.headerLength));
    }

    /** Returns a number for what a number stands for and one thing more. */
    static long mixed(long key, long more) {
        return Long.rotateLeft(key ^ more, Integer.SIZE - 1) * GOLDEN_RATIO;
    }

    /** Returns what is known under a number; empty when nothing is, or not any more. */
    Optional<V> get(long key, long now) {
        @SuppressWarnings("unchecked")
        Entry<V> entry = (Entry<V>) entries[place(key)];
        return entry.key == key && now - entry.until < 0 ? entry.value : Optional.empty();
    }

    /** Remembers something until a time, and returns it. */
    V put(long key, V value, long until) {
        entries[place(key)] = new Entry<>(key, Optional.of(value), until);
        return value;
    }

    private static int place(long key) {
        return (int) (key * GOLDEN_RATIO >>> Long.SIZE - PLACES_LOG);
    }
}
