package io.nofin.cli;

import io.nofin.api.Cancellation;
import io.nofin.api.ExitCode;
import io.nofin.api.Form;
import io.nofin.backend.Backend;
import io.nofin.backend.Outcome;
import io.nofin.client.AgentUnreachableException;
import io.nofin.linux.OutputFolder;
import io.nofin.report.ReportFolder;
import io.nofin.scenario.Scenario;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a scenario for a person, in this process or through the agent, with live progress and a report. Ctrl-C and SIGTERM heal first.
 */
final class Execution {

    private static final long UNDO_LIMIT_SECONDS = 60;

    private final Scenario scenario;
    private final BackendOptions backends;
    private final ArtifactOptions keep;
    private final OutputOptions output;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int codeWhenBrokenOff = ExitCode.INTERRUPTED;

    Execution(Scenario scenario, BackendOptions backends, ArtifactOptions keep, OutputOptions output) {
        this.scenario = scenario;
        this.backends = backends;
        this.keep = keep;
        this.output = output;
    }

    int run() throws InvalidDocumentException, UsageException, IOException {
        try (Backend backend = backends.choose()) {
            backend.requireRights();
            return run(backend, keep.report());
        }
    }

    private int run(Backend backend, Optional<ReportFolder> folder) throws InvalidDocumentException, IOException {
        Thread onSignal = new Thread(this::healAndHalt, "nofin-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            Outcome outcome = watched(backend);
            saveCaptures(outcome);
            report(outcome, folder);
            return ExitCode.of(outcome.passed(), outcome.interrupted());
        } catch (IOException | RuntimeException e) {
            if (cancellation.isCancelled()) {       // the shutdown hook halts the JVM before the caller could report it
                System.err.println("nofin: " + e.getMessage());
                codeWhenBrokenOff = ExitCodes.of(e);
            }
            throw e;
        } finally {
            over.countDown();
            forget(onSignal);
        }
    }

    private void report(Outcome outcome, Optional<ReportFolder> folder) throws IOException {
        try {
            if (folder.isPresent()) {
                folder.get().write(outcome.report(Form.JSON), outcome.report(Form.JUNIT), outcome.report(Form.HTML));
            }
            System.out.print(outcome.report(output.form()));
            System.out.flush();
        } catch (AgentUnreachableException e) {
            if (!outcome.interrupted()) {
                throw e;
            }
            System.err.println("nofin: the agent was stopped, which healed this run first; its report is lost with the agent");
        }
    }

    private void saveCaptures(Outcome outcome) throws IOException {
        if (keep.keep().captures().isPresent()) {
            try (OutputFolder folder = OutputFolder.open(keep.keep().captures().get())) {
                outcome.captures((name, content) -> folder.write(name, content::transferTo));
            }
        }
    }

    private Outcome watched(Backend backend) throws InvalidDocumentException, IOException {
        try (LiveView view = LiveView.start(scenario, Terminal.isInteractive())) {
            return backend.run(scenario, keep.keep(), view, cancellation);
        }
    }

    static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // the JVM is shutting down: the hook is running, and ends this process
        }
    }

    /** Runs as a shutdown hook: waits for the run to end, then exits with nofin's own code instead of the signal's. */
    private void healAndHalt() {
        cancellation.cancel();
        try {
            if (!over.await(UNDO_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("nofin: the run did not end within " + UNDO_LIMIT_SECONDS + " s; its gates close by themselves:"
                    + " run 'nofin heal' to remove the rest");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(codeWhenBrokenOff);
    }
}
