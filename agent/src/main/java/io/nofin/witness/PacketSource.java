package io.nofin.witness;

import java.io.IOException;

/** The place that a capture's packets come from. Used by one thread at a time. */
interface PacketSource extends AutoCloseable {

    /** Takes packets. */
    @FunctionalInterface
    interface Sink {

        /**
         * Takes one packet.
         *
         * @param wallNanos      the time on the wall clock, in nanoseconds since 1970
         * @param originalLength the length on the wire, with the link-layer header
         * @param bytes          the beginning of the packet
         */
        void take(long wallNanos, int originalLength, byte[] bytes);
    }

    /**
     * Passes the oldest packets that wait to {@code sink}, {@code most} of them at most; returns their number.
     *
     * @throws IOException when there will be no more, because the interface is gone
     */
    int read(Sink sink, int most) throws IOException;

    /** Returns the number of packets that the kernel had no room for until now. */
    long lost() throws IOException;

    /** Returns the number of packets that the kernel has room for. */
    int room();

    @Override
    void close();
}
