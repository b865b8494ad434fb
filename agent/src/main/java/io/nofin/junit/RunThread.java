package io.nofin.junit;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.RunEvent;
import io.nofin.backend.Backend;
import io.nofin.scenario.Scenario;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A scenario that runs beside a test, on a thread of its own. Thread-safe. */
final class RunThread {

    private static final Artifacts CHARTS = new Artifacts(Optional.empty(), true);

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch armed = new CountDownLatch(1);
    private final FutureTask<RunReport> run;

    private RunThread(Backend backend, Scenario scenario) {
        this.run = new FutureTask<>(() -> {
            try {
                return RunReport.of(backend.run(scenario, CHARTS, this::told, cancellation));
            } catch (InvalidDocumentException e) {
                throw new IOException(e.getMessage(), e);
            } finally {
                armed.countDown();
            }
        });
    }

    /** Starts a scenario, and returns when it is armed: its timeline goes on then. */
    static RunThread start(Backend backend, Scenario scenario) throws IOException, InterruptedException {
        RunThread running = new RunThread(backend, scenario);
        Thread thread = new Thread(running.run, "nofin-scenario");
        thread.setDaemon(true);
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

    /** Waits for its end. */
    RunReport await() throws IOException, InterruptedException {
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

    /** Ends it now: it heals. */
    void stop() {
        cancellation.cancel();
    }

    private void told(RunEvent event) {
        if (event instanceof RunEvent.Armed) {
            armed.countDown();
        }
    }
}
