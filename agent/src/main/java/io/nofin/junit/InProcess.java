package io.nofin.junit;

import io.nofin.api.Artifacts;
import io.nofin.config.HostConfig;
import io.nofin.config.HostConfigReader;
import io.nofin.inject.GateCount;
import io.nofin.report.HtmlReport;
import io.nofin.report.JsonReport;
import io.nofin.report.TextReport;
import io.nofin.run.OpenRun;
import io.nofin.run.RunResult;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.target.Targets;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Injects faults from this process, which has the privileges. */
final class InProcess implements Way {

    private static final Artifacts NOTHING = new Artifacts(Optional.empty(), false);
    private static final Artifacts CHARTS = new Artifacts(Optional.empty(), true);

    @Override
    public Armed arm(FaultRequest order) throws IOException {
        return new Open(order, OpenRun.arm(order.scenario(), config(), Targets.all(), NOTHING, event -> { }));
    }

    @Override
    public Running run(Scenario scenario) throws IOException, InterruptedException {
        HostConfig config = config();
        return RunThread.start((listener, cancellation) ->
            outcome(scenario, ScenarioRunner.run(scenario, config, Targets.all(), CHARTS, listener, cancellation)));
    }

    @Override
    public Set<String> identities(String name, TargetSpec target) throws IOException {
        Set<String> identities = new HashSet<>();
        for (TargetHost host : Targets.all().resolve(name, target)) {
            identities.add(host.namespace().id().toString());
            host.namespace().close();
        }
        return identities;
    }

    @Override
    public boolean buildsLabs() {
        return true;
    }

    @Override
    public void close() {
        // whoever armed a fault closes it
    }

    private static RunReport outcome(Scenario scenario, RunResult result) {
        return RunReport.of(JsonReport.of(result), () -> TextReport.of(result), () -> HtmlReport.of(scenario, result));
    }

    private static HostConfig config() throws IOException {
        try {
            return HostConfigReader.read(HostConfigReader.FILE);
        } catch (InvalidDocumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** An armed fault of this process. */
    private record Open(FaultRequest order, OpenRun run) implements Armed {

        @Override
        public void fire(Duration length) throws IOException {
            run.fire(faults(), length);
        }

        @Override
        public void heal() throws IOException {
            run.heal(faults());
        }

        @Override
        public void shape(Shaping shaping) throws IOException {
            run.shape(order.name(), shaping);
        }

        @Override
        public boolean isFiring() {
            return run.firing().containsKey(order.name());
        }

        @Override
        public long packets() throws IOException {
            return run.counts().stream().mapToLong(GateCount::packets).sum();
        }

        @Override
        public RunReport finish() throws IOException {
            return outcome(order.scenario(), run.finish());
        }

        @Override
        public void abandon() throws IOException {
            run.close();
        }

        private List<String> faults() {
            return List.of(order.name());
        }
    }
}
