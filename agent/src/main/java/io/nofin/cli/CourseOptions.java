package io.nofin.cli;

import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioSettings;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options for when and how often a fault fires, what it tolerates, which backend carries it out, and which artifacts are kept. */
final class CourseOptions implements SharedOptions {

    private static final String NAME = "ad-hoc";

    private static final KeyOptions LENGTH = KeyOptions.of(List.of(FaultKeys.length()));
    private static final KeyOptions SETTINGS = KeyOptions.of(FaultKeys.settings());
    private static final KeyOptions SCENARIO_SETTINGS = KeyOptions.of(FaultKeys.scenarioSettings().stream().filter(key -> key.within().isEmpty()).toList());

    private final OptionSpec repeat = OptionSpec.builder("--repeat").type(Repeat.class).paramLabel("every=DURATION,times=N")
        .description("Fire the fault repeatedly: every=2s,times=5 starts it five times, one start every two seconds.").build();
    private final BackendOptions backends = new BackendOptions();
    private final ArtifactOptions keep = new ArtifactOptions();

    BackendOptions backends() {
        return backends;
    }

    ArtifactOptions keep() {
        return keep;
    }

    @Override
    public void addTo(CommandSpec command) {
        command.addOption(repeat);
        backends.addTo(command);
        keep.addTo(command);
    }

    /** Adds the options that come from keys. */
    static void addKeysTo(CommandSpec command) {
        LENGTH.addRequiredTo(command);
        SETTINGS.addTo(command);
        SCENARIO_SETTINGS.addTo(command);
    }

    /** Returns the settings of the fault as an entry under {@code faults} has them. */
    static Map<String, Object> settings(CommandSpec command) {
        return SETTINGS.given(command);
    }

    /**
     * Returns the target if it may be faulted.
     *
     * @throws UsageException when it is the host itself and {@code --allow-host} is not given
     */
    static TargetSpec guarded(TargetSpec target, CommandSpec command) throws UsageException {
        if (target instanceof TargetSpec.Host && !scenarioSettings(command).allowHost()) {
            throw new UsageException("the host itself is not a target by default: add --allow-host to fault it");
        }
        return target;
    }

    /**
     * Builds a scenario that fires the fault at once. The fault has the command's name.
     *
     * @throws io.nofin.unit.BadValueException when it would begin again before it ends, or never end
     */
    Scenario scenario(CommandSpec command, String headline, Map<String, TargetSpec> targets, Fault fault) {
        List<String> name = List.of(command.name());
        Duration length = Durations.parse(LENGTH.given(command).get(FaultKeys.length().word()).toString());
        Step step = Optional.ofNullable(repeat.<Repeat>getValue()).map(each -> new Step(Duration.ZERO, name, length, each.every(), each.times()))
            .orElseGet(() -> Step.once(Duration.ZERO, name, length));
        ScenarioSettings settings = scenarioSettings(command);
        return new Scenario(NAME, headline, settings.seed(), settings.allowHost(), targets, Map.of(), Map.of(command.name(), fault), List.of(step), Map.of(),
            List.of(), settings.witness(), settings.limits());
    }

    private static ScenarioSettings scenarioSettings(CommandSpec command) {
        return ScenarioSettings.read(SCENARIO_SETTINGS.given(command));
    }
}
