package io.nofin.cli;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.Finding;
import io.nofin.api.Form;
import io.nofin.api.JsonText;
import io.nofin.api.RunListener;
import io.nofin.api.UnsupportedHostException;
import io.nofin.config.HostConfigReader;
import io.nofin.doctor.Doctor;
import io.nofin.host.Healing;
import io.nofin.host.HostStatus;
import io.nofin.host.TargetList;
import io.nofin.inject.Privileges;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Watching;
import io.nofin.report.JsonReport;
import io.nofin.report.PlanScript;
import io.nofin.report.ReportFolder;
import io.nofin.report.TextReport;
import io.nofin.run.LoneMonitor;
import io.nofin.run.RunAuthority;
import io.nofin.run.RunResult;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.Targets;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries out commands in this process, which must run as root.
 *
 * @param remedy what a user without the rights should do
 */
record Here(String remedy) implements Backend {

    @Override
    public void requireRights() throws IOException {
        List<String> missing = Privileges.missing();
        if (!missing.isEmpty()) {
            throw new UnsupportedHostException(isContainersRoot() ? "this container lacks " + String.join(", ", missing)
                + ": start it with docker run --privileged --pid=host" : remedy);
        }
    }

    private static boolean isContainersRoot() {
        return RunAuthority.user().equals("root") && Stream.of("/.dockerenv", "/run/.containerenv").anyMatch(file -> Files.exists(Path.of(file)));
    }

    @Override
    public String status(Form form) throws IOException {
        requireRights();
        return form == Form.JSON ? HostStatus.now().json() : HostStatus.now().text();
    }

    @Override
    public String targets(Form form, boolean labels) throws IOException {
        TargetList targets = TargetList.now();
        if (form == Form.JSON) {
            return targets.json();
        }
        targets.problem().ifPresent(why -> System.err.println("no containers: " + why));
        return targets.text(labels);
    }

    @Override
    public List<Finding> doctor() {
        return Doctor.examine();
    }

    @Override
    public String heal(List<String> targets, Form form) throws IOException {
        requireRights();
        Healing.Outcome outcome = healed(targets);
        String removed = form == Form.JSON ? outcome.json() : outcome.text();
        if (!outcome.failed().isEmpty()) {
            System.out.print(removed);
            throw new IOException(String.join("\n", outcome.failed()));
        }
        return removed;
    }

    private static Healing.Outcome healed(List<String> targets) throws IOException {
        String who = RunAuthority.user() + ": nofin heal";
        try {
            return targets.isEmpty() ? Healing.ofEverything(who, () -> { }) : Healing.of(targets, who);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for runs to end", e);
        }
    }

    @Override
    public String plan(Scenario scenario, Form form) throws InvalidDocumentException, IOException {
        PlanScript script = PlanScript.of(scenario, ScenarioRunner.plan(scenario, HostConfigReader.read(HostConfigReader.FILE), Targets.all()));
        return form == Form.JSON ? JsonText.of(script) : script.text();
    }

    @Override
    public Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException {
        RunResult result = ScenarioRunner.run(
            scenario, HostConfigReader.read(HostConfigReader.FILE), Targets.all(), artifacts, listener, cancellation);
        return new LocalOutcome(scenario, result);
    }

    @Override
    public Watching monitor(Probe probe, Optional<TargetSpec> from, NamedTargets targets, Optional<Duration> length, ProbeListener listener)
            throws IOException {
        if (from.isPresent()) {
            requireRights();
        }
        return LoneMonitor.start(probe, from, targets.all(), listener);
    }

    @Override
    public void close() {
        // holds no resources
    }

    private record LocalOutcome(Scenario scenario, RunResult result) implements Outcome {

        @Override
        public boolean passed() {
            return result.passed();
        }

        @Override
        public boolean interrupted() {
            return result.interrupted();
        }

        @Override
        public String report(Form form) {
            return form == Form.JSON ? JsonReport.of(result) : TextReport.of(result);
        }

        @Override
        public void write(ReportFolder folder) throws IOException {
            folder.write(scenario, result);
        }
    }
}
