package io.nofin.server;

import io.nofin.linux.LibC;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Listens at the agent's socket. The kernel hands out connections in the order in which they came: those of root go to a selector and
 * threads of their own at once, those of others wait to be let in one by one, and are closed when too many wait, so that the next one
 * can be taken at any time.
 */
final class SocketListener extends UnixDomainServerConnector {

    private static final int ONLY_OWNER = 0177;
    private static final int WAITING = 512;
    private static final long IDLE_SECONDS = 10;

    private final PeerLookup peerLookup;
    private final long idleMillis;
    private final SelectorManager forRoot;
    private final ThreadPoolExecutor admission;

    /** A connection of another user that waits to be let in. */
    private record PendingConnection(SelectableChannel channel, Runnable work) implements Runnable {

        @Override
        public void run() {
            work.run();
        }
    }

    /**
     * Opens nothing yet.
     *
     * @param threads    accept for all users, read and write for root
     * @param idleMillis the longest time a connection may be silent, in milliseconds
     */
    SocketListener(Server server, PeerLookup peerLookup, QueuedThreadPool threads, long idleMillis, ConnectionFactory factory) {
        super(server, threads, null, null, 1, 1, factory);
        this.peerLookup = peerLookup;
        this.idleMillis = idleMillis;
        this.forRoot = new Selecting(threads, getScheduler(), 1);
        this.admission = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
            work -> new Thread(work, "nofin-admission"), (pending, full) -> IO.close(((PendingConnection) pending).channel));
        admission.allowCoreThreadTimeOut(true);
        addBean(forRoot, true);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Selecting(getServer().getThreadPool(), scheduler, selectors) {
            @Override
            public void accept(SelectableChannel channel, Object attachment) {
                if (isRoots(channel)) {
                    forRoot.accept(channel, attachment);
                } else {
                    admission.execute(new PendingConnection(channel, () -> super.accept(channel, attachment)));
                }
            }
        };
    }

    @Override
    protected void doStart() throws Exception {
        getBeans(SelectorManager.SelectorManagerListener.class).forEach(forRoot::addEventListener);
        int before = LibC.INSTANCE.umask(ONLY_OWNER);       // nobody but root until the group is let in
        try {
            super.doStart();
        } finally {
            LibC.INSTANCE.umask(before);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        admission.shutdownNow().forEach(pending -> IO.close(((PendingConnection) pending).channel));
    }

    private boolean isRoots(SelectableChannel channel) {
        try {
            return peerLookup.of((SocketChannel) channel).isRoot();
        } catch (IOException gone) {
            return false;
        }
    }

    private class Selecting extends UnixDomainSelectorManager {

        Selecting(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return new CountingEndPoint((SocketChannel) channel, selector, key, getScheduler(), idleMillis);
        }
    }
}
