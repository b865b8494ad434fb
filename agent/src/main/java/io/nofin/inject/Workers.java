package io.nofin.inject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same for many namespaces, several at a time. Nothing is left half done: a failure or an interrupt waits for the rest. */
final class Workers {

    /**
     * More than processors: taking nf_tables rules out waits 15 ms and longer for a grace period of the kernel's RCU, which
     * is the same for all that wait.
     */
    private static final int THREADS = 16;

    /** How many descriptors all of them may hold while they work: sockets, pipes and files of the programs they start. */
    static final int DESCRIPTORS = THREADS * 8;

    private Workers() {
    }

    /** What is done for one. */
    @FunctionalInterface
    interface Work<T, R> {
        R run(T item) throws IOException;
    }

    /** The results of those that succeeded, in order; why the others did not goes to {@code failures}. */
    static <T, R> List<R> each(List<T> items, Work<T, R> work, Failures failures) {
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, items.size())));
        List<Future<R>> running = items.stream().map(item -> workers.submit(() -> work.run(item))).toList();
        workers.shutdown();
        List<R> results = new ArrayList<>();
        for (Future<R> result : running) {
            try {
                results.add(uninterruptibly(result));
            } catch (ExecutionException e) {
                failures.add(e.getCause() instanceof IOException io ? io : new IOException("defect: " + e.getCause(), e.getCause()));
            }
        }
        return results;
    }

    private static <R> R uninterruptibly(Future<R> result) throws ExecutionException {
        boolean interrupted = false;
        while (true) {
            try {
                return result.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                if (interrupted && result.isDone()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
