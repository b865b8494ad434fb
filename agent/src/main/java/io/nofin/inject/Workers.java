package io.nofin.inject;

import io.nofin.lifecycle.FailureCollector;
import io.nofin.lifecycle.Threads;
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
     * The number of threads, more than processors: removing nf_tables rules waits 15 ms and longer for a grace period of the kernel's
     * RCU, which is the same for all that wait.
     */
    private static final int THREADS = 16;

    /** The number of descriptors that all of them may hold while they work: sockets, pipes and files of the programs they start. */
    static final int DESCRIPTORS = THREADS * 8;

    private Workers() {
    }

    /** The work for one item. */
    @FunctionalInterface
    interface Work<T, R> {
        R run(T item) throws IOException;
    }

    /**
     * Returns the results of those that succeeded, in order; the failures of the others go to {@code failureCollector}. A single one is
     * done by the caller itself, as handing it over takes as long as arming, unless somebody wants to interrupt the caller.
     */
    static <T, R> List<R> each(List<T> items, Work<T, R> work, FailureCollector failureCollector) {
        return items.size() == 1 && !Thread.currentThread().isInterrupted() ? alone(items.get(0), work, failureCollector)
            : together(items, work, failureCollector);
    }

    private static <T, R> List<R> alone(T item, Work<T, R> work, FailureCollector failureCollector) {
        try {
            return List.of(work.run(item));
        } catch (IOException refused) {
            failureCollector.add(refused);
        } catch (RuntimeException | Error defect) {
            failureCollector.add(new IOException("defect: " + defect, defect));
        }
        return List.of();
    }

    private static <T, R> List<R> together(List<T> items, Work<T, R> work, FailureCollector failureCollector) {
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, items.size())));
        List<Future<R>> running = items.stream().map(item -> workers.submit(() -> work.run(item))).toList();
        workers.shutdown();
        List<R> results = new ArrayList<>();
        for (Future<R> result : running) {
            try {
                results.add(Threads.result(result));
            } catch (ExecutionException e) {
                failureCollector.add(e.getCause() instanceof IOException io ? io : new IOException("defect: " + e.getCause(), e.getCause()));
            }
        }
        return results;
    }

    /** Closes hosts, several at a time. All of them wait for the kernel together, see {@link ArmedHost#withdraw}. */
    static void close(List<ArmedHost> hosts, FailureCollector failures) {
        each(hosts, host -> {
            host.withdraw();
            return host;
        }, failures);
        each(hosts, host -> {
            host.close();
            return host;
        }, failures);
    }
}
