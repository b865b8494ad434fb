package io.nofin.cli;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.Finding;
import io.nofin.api.Form;
import io.nofin.api.RunListener;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Watching;
import io.nofin.report.ReportFolder;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Carries out what a command asks for, either in this process ({@link Here}) or through the agent ({@link ByAgent}). Output,
 * exceptions and events are the same for both. {@link BackendOptions} chooses.
 */
interface Backend extends AutoCloseable {

    /**
     * Checks the user's rights before anything is done.
     *
     * @throws IOException when this user may not do it
     */
    void requireRights() throws IOException;

    String status(Form form) throws IOException;

    /** @param labels whether a person is shown the labels and ids of containers, too */
    String targets(Form form, boolean labels) throws IOException;

    List<Finding> doctor() throws IOException;

    /**
     * Removes what nofin has in the kernel, and returns a report of what was removed.
     *
     * @param targets in the notation of the command line; empty for everything
     * @throws IOException also when something could not be removed
     */
    String heal(List<String> targets, Form form) throws IOException;

    String plan(Scenario scenario, Form form) throws InvalidDocumentException, IOException;

    /** Runs the scenario to its end, or until it is cancelled. */
    Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException;

    /**
     * Starts a probe. Closing the result ends it.
     *
     * @param from    the target in whose network attempts are made; empty for this process's network
     * @param targets the targets that the probe names
     * @param length  how long the probe runs; empty for until it is closed
     */
    Watching monitor(Probe probe, Optional<TargetSpec> from, NamedTargets targets, Optional<Duration> length, ProbeListener listener)
        throws IOException;

    @Override
    void close();

    /** The outcome of a run. Its methods may be called until the backend is closed. */
    interface Outcome {

        boolean passed();

        boolean interrupted();

        String report(Form form) throws IOException;

        void write(ReportFolder folder) throws IOException;
    }
}
