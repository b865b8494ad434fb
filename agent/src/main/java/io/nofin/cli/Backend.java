package io.nofin.cli;

import io.nofin.client.Form;
import io.nofin.doctor.Finding;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Watching;
import io.nofin.report.ReportFolder;
import io.nofin.run.Artifacts;
import io.nofin.run.Cancellation;
import io.nofin.run.RunListener;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioException;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who does what commands ask for: this process ({@link Here}), or the agent ({@link ByAgent}). Whoever it is, what is printed, thrown
 * and told is the same. {@link BackendOptions} chooses.
 */
interface Backend extends AutoCloseable {

    /** @throws IOException when it is clear before anything is done that this user may not do it */
    void requireRights() throws IOException;

    String status(Form form) throws IOException;

    /** @param labels whether a person is shown labels and ids, too */
    String targets(Form form, boolean labels) throws IOException;

    List<Finding> doctor() throws IOException;

    /**
     * What was removed.
     *
     * @param targets in the notation of the command line; empty for everything
     * @throws IOException also when something resisted
     */
    String heal(List<String> targets, Form form) throws IOException;

    String plan(Scenario scenario, Form form) throws ScenarioException, IOException;

    /** Runs it to its end, or until cancelled. */
    Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws ScenarioException, IOException;

    /**
     * Starts a probe; closing it ends it.
     *
     * @param from    the target in whose network attempts are made; empty for that of this process
     * @param targets those that the probe names
     * @param length  how long it goes on; empty until it is closed
     */
    Watching monitor(Probe probe, Optional<TargetSpec> from, NamedTargets targets, Optional<Duration> length, ProbeListener listener)
        throws IOException;

    @Override
    void close();

    /** What came of a run; can be asked until the backend is closed. */
    interface Outcome {

        boolean passed();

        boolean interrupted();

        String report(Form form) throws IOException;

        void write(ReportFolder folder) throws IOException;
    }
}
