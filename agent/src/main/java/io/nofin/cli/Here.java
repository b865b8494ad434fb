package io.nofin.cli;

import io.nofin.client.Form;
import io.nofin.doctor.Doctor;
import io.nofin.doctor.Finding;
import io.nofin.host.Healing;
import io.nofin.host.Standing;
import io.nofin.host.TargetList;
import io.nofin.inject.Privileges;
import io.nofin.inject.UnsupportedHostException;
import io.nofin.report.JsonReport;
import io.nofin.report.JsonText;
import io.nofin.report.PlanScript;
import io.nofin.report.ReportFolder;
import io.nofin.report.TextReport;
import io.nofin.run.Cancellation;
import io.nofin.run.Keep;
import io.nofin.run.RunListener;
import io.nofin.run.RunResult;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.HostConfigReader;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioException;
import io.nofin.target.Targets;
import java.io.IOException;
import java.util.List;

/**
 * Does it in this process, which has to be root's.
 *
 * @param otherwise who else could do it, for somebody who is not root
 */
record Here(String otherwise) implements Backend {

    @Override
    public void requireRights() throws IOException {
        List<String> missing = Privileges.missing();
        if (!missing.isEmpty()) {
            throw new UnsupportedHostException("nofin needs root, or an agent to ask: this process lacks " + String.join(", ", missing)
                + ", and " + otherwise + ": start it with sudo, or have root start 'nofin agent' and put you into the group nofin");
        }
    }

    @Override
    public String status(Form form) throws IOException {
        requireRights();
        return form == Form.JSON ? Standing.now().json() : Standing.now().text();
    }

    @Override
    public String targets(Form form) throws IOException {
        TargetList targets = TargetList.now();
        if (form == Form.JSON) {
            return targets.json();
        }
        targets.dockerProblem().ifPresent(problem -> System.err.println("no containers: " + problem));
        return targets.text();
    }

    @Override
    public List<Finding> doctor() {
        return Doctor.examine();
    }

    @Override
    public String heal(List<String> targets, Form form) throws IOException {
        requireRights();
        Healing.Outcome outcome = targets.isEmpty() ? Healing.ofEverything() : Healing.of(targets);
        String removed = form == Form.JSON ? outcome.json() : outcome.text();
        if (!outcome.failed().isEmpty()) {
            System.out.print(removed);
            throw new IOException(String.join("\n", outcome.failed()));
        }
        return removed;
    }

    @Override
    public String plan(Scenario scenario, Form form) throws ScenarioException, IOException {
        PlanScript script = PlanScript.of(scenario, ScenarioRunner.plan(scenario, HostConfigReader.read(HostConfigReader.FILE), Targets.all()));
        return form == Form.JSON ? JsonText.of(script) : script.text();
    }

    @Override
    public Outcome run(Scenario scenario, Keep keep, RunListener listener, Cancellation cancellation) throws ScenarioException, IOException {
        RunResult result = ScenarioRunner.run(
            scenario, HostConfigReader.read(HostConfigReader.FILE), Targets.all(), keep, listener, cancellation);
        return new LocalOutcome(scenario, result);
    }

    @Override
    public void close() {
        // Nothing is held.
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
