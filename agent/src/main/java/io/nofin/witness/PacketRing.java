package io.nofin.witness;

import java.util.Arrays;

/**
 * The newest packets of a capture, bounded; grows up to its bound. Times nearly ascend: interfaces are read by threads of their
 * own. May be used from any thread.
 */
final class PacketRing {

    private static final int FIRST_LENGTH = 1 << 10;

    private final int bound;
    private long[] times = new long[FIRST_LENGTH];
    private long[] packets = new long[FIRST_LENGTH];
    private long total;
    private long newestForgotten;

    /** What {@link #forEach} calls. */
    @FunctionalInterface
    interface Visitor {
        void visit(long timeNanos, WirePacket packet);
    }

    /** @param bound how many packets to keep, a power of two */
    PacketRing(int bound) {
        this.bound = bound;
    }

    synchronized void add(long timeNanos, WirePacket packet) {
        if (total == times.length && total < bound) {
            times = Arrays.copyOf(times, times.length * 2);
            packets = Arrays.copyOf(packets, packets.length * 2);
        }
        int index = index(total);
        if (total >= times.length) {
            newestForgotten = total == times.length || times[index] - newestForgotten > 0 ? times[index] : newestForgotten;
        }
        times[index] = timeNanos;
        packets[index] = packet.pack();
        total++;
    }

    /** Visits the packets from {@code fromNanos} to {@code toNanos}, both inclusive. */
    synchronized void forEach(long fromNanos, long toNanos, Visitor visitor) {
        for (long i = Math.max(0, total - times.length); i < total; i++) {
            long time = times[index(i)];
            if (time - fromNanos >= 0 && toNanos - time >= 0) {
                visitor.visit(time, WirePacket.unpack(packets[index(i)]));
            }
        }
    }

    /** Whether every packet since then is still here. */
    synchronized boolean reachesBackTo(long nanos) {
        return total <= times.length || nanos - newestForgotten > 0;
    }

    private int index(long position) {
        return (int) position & times.length - 1;
    }
}
