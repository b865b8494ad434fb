package io.nofin.junit;

import io.nofin.run.Cancellation;
import io.nofin.run.Keep;
import io.nofin.run.RunEvent;
import io.nofin.run.RunResult;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.HostConfig;
import io.nofin.scenario.Scenario;
import io.nofin.target.Targets;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A scenario that this process runs beside a test, on a thread of its own. */
final class RunThread implements Way.Running {

    private static final Keep CHARTS = new Keep(Optional.empty(), true);

    private final Scenario scenario;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch armed = new CountDownLatch(1);
    private final FutureTask<RunResult> run;

    private RunThread(Scenario scenario, HostConfig config) {
        this.scenario = scenario;
        this.run = new FutureTask<>(() -> {
            try {
                return ScenarioRunner.run(scenario, config, Targets.all(), CHARTS, this::told, cancellation);
            } finally {
                armed.countDown();
            }
        });
    }

    /** Returns when it is armed. */
    static RunThread start(Scenario scenario, HostConfig config) throws IOException, InterruptedException {
        RunThread runner = new RunThread(scenario, config);
        Thread thread = new Thread(runner.run, "nofin-scenario");
        thread.setDaemon(true);
        thread.start();
        try {
            runner.armed.await();
        } catch (InterruptedException e) {
            runner.cancellation.cancel();
            throw e;
        }
        if (runner.run.isDone()) {
            runner.result();                // throws what kept it from being armed
        }
        return runner;
    }

    @Override
    public Outcome await() throws IOException, InterruptedException {
        return InProcess.outcome(scenario, result());
    }

    @Override
    public void stop() {
        cancellation.cancel();
    }

    private RunResult result() throws IOException, InterruptedException {
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

    private void told(RunEvent event) {
        if (event instanceof RunEvent.Armed) {
            armed.countDown();
        }
    }
}
