package io.nofin.junit;

import io.nofin.api.Cancellation;
import io.nofin.api.RunEvent;
import io.nofin.api.RunListener;
import io.nofin.lifecycle.Threads;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A scenario that runs beside a test, on a thread of its own. */
final class RunThread implements Way.Running {

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch armed = new CountDownLatch(1);
    private final FutureTask<RunReport> run;

    /** Runs a scenario to its end. */
    @FunctionalInterface
    interface Runner {
        RunReport run(RunListener listener, Cancellation cancellation) throws IOException;
    }

    private RunThread(Runner runner) {
        this.run = new FutureTask<>(() -> {
            try {
                return runner.run(this::told, cancellation);
            } finally {
                armed.countDown();
            }
        });
    }

    /** Starts the thread, and returns when the scenario is armed. */
    static RunThread start(Runner runner) throws IOException, InterruptedException {
        RunThread running = new RunThread(runner);
        Thread thread = Threads.daemon("nofin-scenario", running.run);
        thread.start();
        try {
            running.armed.await();
        } catch (InterruptedException e) {
            running.cancellation.cancel();
            throw e;
        }
        if (running.run.isDone()) {
            running.await();                // throws what kept it from being armed
        }
        return running;
    }

    @Override
    public RunReport await() throws IOException, InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void stop() {
        cancellation.cancel();
    }

    private void told(RunEvent event) {
        if (event instanceof RunEvent.Armed) {
            armed.countDown();
        }
    }
}
