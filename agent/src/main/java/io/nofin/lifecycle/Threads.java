package io.nofin.lifecycle;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads that keep no JVM from ending, and waiting for threads whatever interrupts. */
public final class Threads {

    /** Waits for something. */
    @FunctionalInterface
    private interface Waiting<T, E extends Exception> {
        T await() throws InterruptedException, E;
    }

    private Threads() {
    }

    /** Returns a daemon thread that is not started. */
    public static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns a factory of daemon threads that all have the same name. */
    public static ThreadFactory daemons(String name) {
        return work -> daemon(name, work);
    }

    /** Returns an executor of one daemon thread; what it is given after its end is not done. */
    public static ScheduledExecutorService one(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, daemons(name));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return executor;
    }

    /** Ends an executor: what waits is not begun any more, and what is under way is waited for, whatever interrupts. */
    public static void end(ScheduledExecutorService executor) {
        executor.shutdown();
        uninterruptibly(() -> {
            while (!executor.isTerminated()) {
                executor.awaitTermination(1, TimeUnit.SECONDS);
            }
            return executor;
        });
    }

    /**
     * Waits, as the owner of a monitor that is notified of changes, until a condition holds.
     *
     * @return false when the time was up, or the thread was interrupted
     */
    public static boolean await(Object monitor, BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toNanos(); !condition.getAsBoolean(); left = deadline - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for the end of a thread, whatever interrupts. */
    public static void join(Thread thread) {
        uninterruptibly(() -> {
            thread.join();
            return thread;
        });
    }

    /** Returns the result of a future, whatever interrupts. */
    public static <T> T result(Future<T> future) throws ExecutionException {
        return uninterruptibly(future::get);
    }

    private static <T, E extends Exception> T uninterruptibly(Waiting<T, E> waiting) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
