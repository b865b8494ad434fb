package io.nofin.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** Counts the bytes of a connection that the kernel has taken. Jetty counts those that it is about to write. */
final class CountingEndPoint extends SocketChannelEndPoint {

    private final AtomicLong taken = new AtomicLong();

    CountingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, long idleMillis) {
        super(channel, selector, key, scheduler);
        setIdleTimeout(idleMillis);
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        try {
            return super.flush(buffers);
        } finally {
            taken.addAndGet(before - remaining(buffers));
        }
    }

    /** Returns the number of bytes taken. */
    long taken() {
        return taken.get();
    }

    /** Returns whether data waits that the kernel does not take, since the other end does not read. */
    boolean isStuck() {
        return getWriteFlusher().isPending();
    }

    private static long remaining(ByteBuffer... buffers) {
        return Stream.of(buffers).mapToLong(ByteBuffer::remaining).sum();
    }
}
