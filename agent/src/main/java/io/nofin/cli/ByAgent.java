package io.nofin.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.Finding;
import io.nofin.api.Form;
import io.nofin.api.RunListener;
import io.nofin.client.AgentClient;
import io.nofin.client.EndedRun;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Watching;
import io.nofin.report.ReportFolder;
import io.nofin.run.LoneMonitor;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Carries out commands through the agent. */
record ByAgent(AgentClient agent) implements Backend {

    @Override
    public void requireRights() {
        // the connection was let in, so the user has the rights
    }

    @Override
    public String status(Form form) throws IOException {
        return agent.status(form);
    }

    @Override
    public String targets(Form form, boolean labels) throws IOException {
        return agent.targets(form, labels, form == Form.JSON ? note -> { } : System.err::println);
    }

    @Override
    public List<Finding> doctor() throws IOException {
        return new ObjectMapper().readValue(agent.doctor(Form.JSON), new TypeReference<>() { });
    }

    @Override
    public String heal(List<String> targets, Form form) throws IOException {
        return agent.heal(targets, form);
    }

    @Override
    public String plan(Scenario scenario, Form form) throws InvalidDocumentException, IOException {
        return agent.plan(ScenarioWriter.write(scenario), form);
    }

    @Override
    public Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException {
        return new RemoteOutcome(agent.run(ScenarioWriter.write(scenario), artifacts, listener, cancellation));
    }

    /** Probes from this process's network when no target is given, since the agent may not be able to reach that network. */
    @Override
    public Watching monitor(Probe probe, Optional<TargetSpec> from, NamedTargets targets, Optional<Duration> length, ProbeListener listener)
            throws IOException {
        return from.isEmpty() ? LoneMonitor.start(probe, from, targets.all(), listener) : agent.monitor(probe, from.get(), targets, length, listener);
    }

    @Override
    public void close() {
        agent.close();
    }

    private record RemoteOutcome(EndedRun run) implements Outcome {

        @Override
        public boolean passed() {
            return run.state().passed();
        }

        @Override
        public boolean interrupted() {
            return run.state().interrupted();
        }

        @Override
        public String report(Form form) throws IOException {
            return run.report(form);
        }

        @Override
        public void write(ReportFolder folder) throws IOException {
            folder.write(run.report(Form.JSON), run.report(Form.JUNIT), run.report(Form.HTML));
        }
    }
}
