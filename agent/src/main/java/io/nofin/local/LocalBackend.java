package io.nofin.local;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.Finding;
import io.nofin.api.Form;
import io.nofin.api.JsonText;
import io.nofin.api.RunListener;
import io.nofin.api.UnsupportedHostException;
import io.nofin.backend.ArmedFault;
import io.nofin.backend.Backend;
import io.nofin.backend.LabBuilder;
import io.nofin.backend.Outcome;
import io.nofin.config.HostConfig;
import io.nofin.config.HostConfigReader;
import io.nofin.doctor.Doctor;
import io.nofin.host.Healing;
import io.nofin.host.HostStatus;
import io.nofin.host.TargetList;
import io.nofin.inject.Privileges;
import io.nofin.report.PlanScript;
import io.nofin.run.OpenRun;
import io.nofin.run.RunAuthority;
import io.nofin.run.ScenarioRunner;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.target.Targets;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Carries out everything in this process, which must run as root.
 *
 * @param remedy what a user without the rights should do
 */
public record LocalBackend(String remedy) implements Backend {

    private static final Artifacts NO_ARTIFACTS = new Artifacts(Optional.empty(), false);

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
    public String targets(Form form, boolean labels, Consumer<String> notes) throws IOException {
        TargetList targets = TargetList.now();
        if (form == Form.JSON) {
            return targets.json();
        }
        targets.problem().ifPresent(why -> notes.accept("no containers: " + why));
        return targets.text(labels);
    }

    @Override
    public List<Finding> doctor() {
        return Doctor.examine();
    }

    @Override
    public String heal(List<String> targets, Form form, Consumer<String> partly) throws IOException {
        requireRights();
        Healing.Outcome outcome = healed(targets);
        String removed = form == Form.JSON ? outcome.json() : outcome.text();
        if (!outcome.failed().isEmpty()) {
            partly.accept(removed);
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
        PlanScript script = PlanScript.of(scenario, ScenarioRunner.plan(scenario, config(), Targets.all()));
        return form == Form.JSON ? JsonText.of(script) : script.text();
    }

    @Override
    public Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException {
        return new LocalOutcome(scenario, ScenarioRunner.run(scenario, config(), Targets.all(), artifacts, listener, cancellation));
    }

    @Override
    public ArmedFault arm(String fault, Scenario scenario, Duration length) throws InvalidDocumentException, IOException {
        return new LocalFault(fault, scenario, OpenRun.arm(scenario, config(), Targets.all(), NO_ARTIFACTS, event -> { }));
    }

    /** Returns the ids of the target's network namespaces. */
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
    public Optional<LabBuilder> labs() {
        return Optional.of(LocalLab::build);
    }

    /** Does nothing: whoever arms a fault ends it. */
    @Override
    public void close() {
        // see above
    }

    private static HostConfig config() throws InvalidDocumentException, IOException {
        return HostConfigReader.read(HostConfigReader.FILE);
    }
}
