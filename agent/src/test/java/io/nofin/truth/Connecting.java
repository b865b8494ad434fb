package io.nofin.truth;

import io.nofin.netlink.WireReader;
import java.io.IOException;
import java.net.InetSocketAddress;

/** One attempt to connect over TCP, and what its socket was told. Not thread-safe. */
final class Connecting implements AutoCloseable {

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int ESTABLISHED = 1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Endpoint endpoint;
    private final long start = System.nanoTime();
    private long end;
    private int error;

    private Connecting(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    static Connecting start(Endpoint endpoint, InetSocketAddress to) throws IOException {
        Connecting connecting = new Connecting(endpoint);
        endpoint.connect(to);
        return connecting;
    }

    /** Looks how far it is; often, as what it took is known no better than that. */
    void look() throws IOException {
        if (end == 0) {
            error = endpoint.error();
            boolean made = new WireReader(endpoint.option(IPPROTO_TCP, TCP_INFO, Byte.BYTES)).u8() == ESTABLISHED;
            end = error != 0 || made ? System.nanoTime() : 0;
        }
    }

    boolean isPending() {
        return end == 0;
    }

    boolean isMade() {
        return end != 0 && error == 0;
    }

    boolean isRefused() {
        return error == Endpoint.ECONNREFUSED;
    }

    double milliseconds() {
        return (end - start) / NANOS_PER_MILLI;
    }

    @Override
    public void close() {
        endpoint.close();
    }

    @Override
    public String toString() {
        return isPending() ? "pending" : isMade() ? "made after " + Math.round(milliseconds()) + " ms" : "errno " + error;
    }
}
