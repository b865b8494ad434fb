package io.nofin.cli;

import io.nofin.inject.Privileges;
import io.nofin.report.JsonReport;
import io.nofin.report.TextReport;
import io.nofin.run.Cancellation;
import io.nofin.run.RunResult;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.Scenario;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a scenario for a person: live progress, report, and an end by Ctrl-C or SIGTERM that heals first. */
final class Execution {

    private static final long UNDO_LIMIT_SECONDS = 60;

    private final Scenario scenario;
    private final OutputOptions output;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);

    Execution(Scenario scenario, OutputOptions output) {
        this.scenario = scenario;
        this.output = output;
    }

    int run() throws IOException {
        Privileges.require();
        Thread onSignal = new Thread(this::healAndHalt, "nofin-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            RunResult result = watched();
            System.out.print(output.json() ? JsonReport.of(result) : TextReport.of(result));
            System.out.flush();
            return result.interrupted() ? ExitCode.INTERRUPTED : result.passed() ? ExitCode.DONE : ExitCode.NOT_PROVEN;
        } finally {
            over.countDown();
            if (!cancellation.isCancelled()) {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            }
        }
    }

    private RunResult watched() throws IOException {
        try (LiveView view = LiveView.start(scenario, Terminal.isInteractive())) {
            return ScenarioRunner.run(scenario, Targets.all(), view, cancellation);
        }
    }

    /** The JVM is going down: let the run end first, then leave with nofin's own code instead of the signal's. */
    private void healAndHalt() {
        cancellation.cancel();
        try {
            if (!over.await(UNDO_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("nofin: the run did not end in " + UNDO_LIMIT_SECONDS + " s; its gates close by themselves:"
                    + " run 'nofin heal' to remove the rest");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
