package io.nofin.lab;

import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread that serves one host until closed. Commands are started from one, because the kernel kills them when the <em>thread</em>
 * that started them ends (PR_SET_PDEATHSIG in prctl(2)), not its process. May be used from any thread.
 */
final class HostThread implements AutoCloseable {

    private final ExecutorService executor;

    private HostThread(String host) {
        this.executor = Executors.newSingleThreadExecutor(Threads.daemons("nofin-lab-" + host));
    }

    /**
     * Starts a thread in the namespace that the calling one is in: the threads that the JDK starts with a process have to stay there.
     */
    static HostThread outside(String host) {
        return new HostThread(host);
    }

    /** Starts a thread in the host's namespace. */
    static HostThread start(String host, NetworkNamespace namespace) throws IOException {
        HostThread thread = new HostThread(host);
        try {
            thread.call(() -> {
                namespace.enter();
                return null;
            });
            return thread;
        } catch (IOException | RuntimeException | Error e) {
            thread.close();
            throw e;
        }
    }

    /** Runs {@code body} on the thread and waits for it. */
    <T> T call(NetworkNamespace.Body<T> body) throws IOException {
        try {
            return executor.submit(body::run).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while working on a lab host");
        }
    }

    /** Ends the thread; commands that are still running die with it. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
