package io.nofin.linux;

import io.nofin.lifecycle.Threads;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jnr.ffi.Memory;

/**
 * A thread that stays in the network namespace of this process. Whatever starts threads of its own runs on it: a new thread is in the
 * namespace of the thread that started it and would keep that namespace alive after everybody else has left it. The JDK starts a thread
 * with each process, and jnr-ffi one with the first memory it allocates. The thread is made before the first of nofin's threads enters
 * another namespace.
 */
final class HomeThread {

    private static final int ANY_SIZE = 16;
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(Threads.daemons("nofin-home"));

    private static final Future<?> READY = THREAD.submit(() -> Memory.allocateDirect(LibC.RUNTIME, ANY_SIZE, true));

    private HomeThread() {
    }

    /** Makes sure that the thread exists. */
    static void prepare() throws IOException {
        await(READY);
    }

    /** Runs {@code body} on that thread and waits for it, whatever interrupts the caller. */
    static <T> T call(NetworkNamespace.Body<T> body) throws IOException {
        return await(THREAD.submit(body::run));
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return Threads.result(future);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
