package io.nofin.doctor;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import io.nofin.lifecycle.Threads;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One line of {@link Doctor}'s table.
 *
 * @param failing the state to report when the trial fails
 * @param remedy  the advice for a person then
 */
record Check(String area, String feature, State failing, String remedy, Trial trial) {

    /** A time longer than iptables waits for the xtables lock, and longer than a Docker daemon is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Makes a check without whose success nofin cannot cut anything. */
    static Check needed(String area, String feature, String remedy, Trial trial) {
        return new Check(area, feature, State.MISSING, remedy, trial);
    }

    /** Makes a check without whose success a part of nofin is unavailable or slower. */
    static Check useful(String area, String feature, String remedy, Trial trial) {
        return new Check(area, feature, State.LIMITED, remedy, trial);
    }

    /**
     * Runs the trial. Never throws, and ends within {@code patience}: a trial that hangs is left to its thread, which ends with the
     * JVM.
     */
    Finding examine(Duration patience) {
        FutureTask<Outcome> task = new FutureTask<>(trial::run);
        Thread thread = Threads.daemon("nofin-doctor", task);
        thread.start();
        Outcome outcome = await(task, patience);
        return new Finding(area, feature, outcome.state(), outcome.detail(), outcome.remedy());
    }

    private Outcome await(FutureTask<Outcome> task, Duration patience) {
        try {
            return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return failed("no answer within " + Durations.format(patience));
        } catch (ExecutionException e) {
            return failed(said(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private Outcome failed(String detail) {
        return new Outcome(failing, detail, remedy);
    }

    private static String said(Throwable failure) {
        boolean expected = failure instanceof IOException && failure.getMessage() != null;
        return expected ? failure.getMessage() : failure.toString();
    }
}
