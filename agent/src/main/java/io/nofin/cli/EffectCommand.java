package io.nofin.cli;

import io.nofin.report.Quantities;
import io.nofin.scenario.Direction;
import io.nofin.scenario.EffectKey;
import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.KeyDescription;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command for one effect: {@code nofin drop}, {@code nofin delay} and the others. Its options come from the keys of faults. */
final class EffectCommand implements Callable<Integer> {

    static final String ENDING = "Needs no scenario file, and ends by itself. Ctrl-C heals at once.";

    private final KeyDescription effect;
    private final List<KeyDescription> others;      // the effects that can join it, and their settings; none for an effect that stands alone
    private final CourseOptions course = new CourseOptions();
    private final FaultOptions fault = new FaultOptions(course);
    private final OutputOptions output = new OutputOptions();
    private final CommandSpec command = CommandSpec.wrapWithoutInspection(this, OptionValues.FACTORY);

    private EffectCommand(KeyDescription effect, List<KeyDescription> others) {
        this.effect = effect;
        this.others = others;
    }

    /** Returns the command of an effect that stands alone. */
    static CommandSpec alone(EffectKey effect) {
        return new EffectCommand(effect.description(), List.of()).described();
    }

    /** Returns the command of an effect that others can join. */
    static CommandSpec shaping(ShapingKey effect) {
        return new EffectCommand(effect.description(), Stream.concat(FaultKeys.shapings().stream()
            .filter(other -> !other.word().equals(effect.word())), FaultKeys.shapingSettings().stream()).toList()).described();
    }

    /** Describes the command, with what is its own first in its help. */
    private CommandSpec described() {
        String[] meaning = effect.meaning().split("(?<=[.]) ", 2);
        command.name(effect.word()).usageMessage().sortOptions(false).header(KeyOptions.escaped(meaning[0]))
            .description(Stream.concat(Stream.of(ENDING), Stream.of(meaning).skip(1)).map(KeyOptions::escaped).toArray(String[]::new))
            .footerHeading("%nExample:%n").footer(KeyOptions.escaped(
                ("  nofin " + effect.word() + " " + effect.typed()).stripTrailing() + " --target docker:app --peer docker:redis --for 10s"));
        if (effect.words().isEmpty()) {
            command.addPositional(KeyOptions.parameter(effect, !hasKinds()));
        } else if (effect.words().size() > 1) {
            command.addOption(KeyOptions.with(effect));
        }
        own().addTo(command);
        FaultOptions.addTo(command);
        KeyOptions.of(others).addTo(command);
        course.addTo(command);
        output.addTo(command);
        return new HelpOptions().addedTo(command);
    }

    /** Returns the options of the effect's own keys, but for the first one, which is the parameter. */
    private KeyOptions own() {
        return new KeyOptions(effect.within().stream().skip(1).toList(), others.stream().map(KeyDescription::word).toList(), effect.word());
    }

    /** Tells whether something else may stand in place of the first key. */
    private boolean hasKinds() {
        return effect.within().stream().skip(1).anyMatch(key -> key.usual().isEmpty());
    }

    Scenario scenario() throws UsageException {
        Map<String, Object> entry = new LinkedHashMap<>(KeyOptions.of(others).given(command));
        entry.put(effect.word(), value());
        return fault.scenario(command, entry);
    }

    /** Returns what a scenario has under the effect's key. */
    private Object value() {
        Map<String, Object> within = new LinkedHashMap<>();
        Optional<Object> first = command.positionalParameters().stream().findFirst().map(PositionalParamSpec::<Object>getValue)
            .or(() -> Optional.ofNullable(command.findOption("--with")).map(OptionSpec::<Object>getValue)).or(effect::usual);
        first.ifPresent(value -> within.putAll(value instanceof Map<?, ?> several ? keyed(several) : Map.of(first(), value)));
        Map<String, Object> options = own().given(command);
        within.putAll(options);
        if (first.isEmpty() && isCompletedByFirst(within)) {
            throw new CommandLine.ParameterException(command.commandLine(),
                "missing: " + command.positionalParameters().get(0).paramLabel() + ", as in nofin " + effect.word() + " " + effect.typed());
        }
        return options.isEmpty() && first.isPresent() ? first.get() : within;
    }

    /** Returns whether options lack the parameter, and nothing else. */
    private boolean isCompletedByFirst(Map<String, Object> options) {
        Map<String, Object> completed = new LinkedHashMap<>(options);
        completed.put(first(), effect.within().isEmpty() ? effect.example() : effect.within().get(0).example());
        return options.isEmpty() || !effect.accepts(options) && effect.accepts(completed);
    }

    private String first() {
        return effect.within().isEmpty() ? effect.word() : effect.within().get(0).word();
    }

    private static Map<String, Object> keyed(Map<?, ?> several) {
        Map<String, Object> keyed = new LinkedHashMap<>();
        several.forEach((key, value) -> keyed.put(key.toString(), value));
        return keyed;
    }

    /** Returns a note on the added round trip where both directions are delayed, since that is twice what was typed. */
    static Optional<String> roundTrip(Scenario scenario) {
        return scenario.faults().values().stream().filter(fault -> fault.selector().direction() == Direction.BOTH)
            .flatMap(fault -> fault.shaping().flatMap(Shaping::delay).stream())
            .map(delay -> "note     each way is delayed: round trip + " + Quantities.duration(delay.time().multipliedBy(2))).findFirst();
    }

    @Override
    public Integer call() throws Exception {
        Scenario scenario = scenario();
        roundTrip(scenario).ifPresent(System.err::println);
        return new Execution(scenario, course.backends(), course.keep(), output).run();
    }
}
