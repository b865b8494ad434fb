package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.FormatVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes scenarios as a person would, so that {@link ScenarioReader} reads the same scenario: a line for each target, fault, step,
 * probe and expectation, without defaults. Effects and expectations are written by their {@code toString}.
 */
public final class ScenarioWriter {

    private static final String NEXT = "\n  ";

    private final StringBuilder yaml = new StringBuilder();

    private ScenarioWriter() {
    }

    /** @throws IllegalArgumentException when the scenario has a part that files cannot express */
    public static String write(Scenario scenario) {
        return new ScenarioWriter().scenario(scenario);
    }

    /**
     * Writes one fault as an agent takes it: its entry under {@code faults}, with its targets in place, and the scenario's settings
     * for all faults.
     */
    public static String writeFault(Scenario scenario, String name) {
        FlowMapping form = FaultWriter.form(scenario.faults().get(name),
            target -> scenario.targets().containsKey(target) ? scenario.targets().get(target).toString() : target);
        String settings = scenario.settings().written().entries();
        return (settings.isEmpty() ? form : form.addAll(settings)).toString();
    }

    private String scenario(Scenario scenario) {
        add("nofin", FormatVersion.VERSION);
        add("name", FlowScalar.of(scenario.name()));
        if (!scenario.description().isEmpty()) {
            add("description", FlowScalar.of(scenario.description()));
        }
        ScenarioSettings settings = scenario.settings();
        yaml.append(new ScenarioSettings(settings.seed(), settings.allowHost(), false, settings.limits()).written().lines());
        addAll("targets", withNames(scenario.targets()), TargetWriter::written);
        if (!scenario.lab().isEmpty()) {
            add("lab", new FlowMapping().add("hosts", LabWriter.written(scenario.lab())));
        }
        addAll("faults", scenario.faults(), FaultWriter::written);
        addAll("timeline", scenario.timeline(), StepWriter::written);
        addAll("probes", scenario.probes(), ProbeWriter::written);
        addAll("expect", scenario.expect(), Expectation::toString);
        if (settings.witness()) {
            add("witness", true);
        }
        return yaml.toString();
    }

    /** Leaves out the targets that stand in place, wherever they are meant. */
    private static Map<String, TargetSpec> withNames(Map<String, TargetSpec> targets) {
        Map<String, TargetSpec> named = new LinkedHashMap<>(targets);
        named.keySet().removeIf(name -> !Names.isName(name));
        return named;
    }

    private <T> void addAll(String key, Map<String, T> named, Function<T, String> writer) {
        List<String> lines = new ArrayList<>();
        named.forEach((name, value) -> lines.add(FlowScalar.of(name) + ": " + writer.apply(value)));
        addLines(key, lines);
    }

    private <T> void addAll(String key, Collection<T> items, Function<T, String> writer) {
        addLines(key, items.stream().map(item -> "- " + writer.apply(item)).toList());
    }

    private void addLines(String key, List<String> lines) {
        if (!lines.isEmpty()) {
            yaml.append(key).append(':').append(NEXT).append(String.join(NEXT, lines)).append('\n');
        }
    }

    private void add(String key, Object value) {
        yaml.append(key).append(": ").append(value).append('\n');
    }
}
