package io.nofin.host;

import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.NamespaceScanner.FoundNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Visits every namespace of this host, several at a time. A visit that takes longer than {@link #LIMIT} is given up, and holds up no
 * other: its thread ends when the kernel, or a program there, lets it.
 */
final class NamespaceVisits {

    /** The time for one namespace. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int THREADS = 8;

    /** The work to do in a namespace. */
    @FunctionalInterface
    interface Visit<T> {
        T in(FoundNamespace found, NetworkNamespace namespace) throws IOException;
    }

    /**
     * The result of a visit.
     *
     * @param value   empty when it failed
     * @param failure the message of a failure; empty when it did not fail
     */
    record Result<T>(FoundNamespace found, Optional<T> value, String failure) {
    }

    private NamespaceVisits() {
    }

    /** Visits every namespace. Those that end meanwhile are left out. */
    static <T> List<Result<T>> everywhere(Visit<T> visit) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.daemons("nofin-visit"));
        try {
            List<Task<T>> tasks = NamespaceScanner.scan().stream().map(found -> new Task<>(found, visit)).toList();
            tasks.forEach(threads::execute);
            List<Result<T>> results = new ArrayList<>();
            for (Task<T> task : tasks) {
                result(task, threads).ifPresent(results::add);
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static <T> Optional<Result<T>> result(Task<T> task, ThreadPoolExecutor threads) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(task.left(), TimeUnit.NANOSECONDS).map(value -> new Result<>(task.found, Optional.of(value), ""));
                } catch (TimeoutException e) {
                    if (task.left() <= 0) {
                        threads.setMaximumPoolSize(threads.getMaximumPoolSize() + 1);
                        threads.setCorePoolSize(threads.getCorePoolSize() + 1);
                        return Optional.of(new Result<>(task.found, Optional.empty(), "not done after " + LIMIT.toSeconds() + " s: given up"));
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            return Optional.of(new Result<>(task.found, Optional.empty(), e.getCause().getMessage()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Task<T> extends FutureTask<Optional<T>> {

        private final FoundNamespace found;
        private volatile long started;

        Task(FoundNamespace found, Visit<T> visit) {
            super(() -> {
                Optional<NetworkNamespace> held = NamespaceScanner.open(found);
                if (held.isEmpty()) {
                    return Optional.empty();
                }
                try (NetworkNamespace namespace = held.get()) {
                    return Optional.of(visit.in(found, namespace));
                }
            });
            this.found = found;
        }

        @Override
        public void run() {
            started = System.nanoTime() | 1;
            super.run();
        }

        /** Returns the time left in nanoseconds: all of it while it waits for a thread. */
        long left() {
            return LIMIT.toNanos() - (started == 0 ? 0 : System.nanoTime() - started);
        }
    }
}
