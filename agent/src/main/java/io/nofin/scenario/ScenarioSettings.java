package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Node;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The settings of a scenario for all of its faults. Whoever injects one fault without a scenario has them beside the keys of the
 * fault.
 *
 * @param seed      the seed of random decisions; empty when one is to be chosen
 * @param allowHost whether the host's own namespace may be a target
 * @param witness   whether to capture packets on the wire even if no expectation needs it
 */
public record ScenarioSettings(OptionalLong seed, boolean allowHost, boolean witness, Limits limits) {

    public static final ScenarioSettings USUAL = new ScenarioSettings(OptionalLong.empty(), false, false, Limits.NONE);

    private static final ExpectedForm SETTINGS = new ExpectedForm("settings", "seed: 7");
    private static final KeyType<Long> LONG = new KeyType<>("N", new ExpectedForm("a whole number of 64 bits", "7"),
        (value, form) -> value.integer(new ExpectedForm(form.noun(), "seed: 7"), Long::valueOf), String::valueOf,
        "\"type\": \"integer\", \"minimum\": " + Long.MIN_VALUE + ", \"maximum\": " + Long.MAX_VALUE);

    private static final Key<ScenarioSettings> SEED = Key.ofOptional("seed", LONG,
        (settings, value) -> new ScenarioSettings(OptionalLong.of(value), settings.allowHost, settings.witness, settings.limits),
        settings -> settings.seed.stream().boxed().findFirst(), "The seed of all random decisions. Without one, it is chosen at random and printed.");
    private static final Key<ScenarioSettings> ALLOW_HOST = Key.of("allow-host", KeyType.BOOLEAN,
        (settings, value) -> new ScenarioSettings(settings.seed, value, settings.witness, settings.limits), ScenarioSettings::allowHost,
        "Permits the host's own network namespace as a target. Through the agent, anybody but root needs the permission of its configuration as well.").usually("false");
    private static final Key<ScenarioSettings> WITNESS = Key.of("witness", KeyType.BOOLEAN,
        (settings, value) -> new ScenarioSettings(settings.seed, settings.allowHost, value, settings.limits), ScenarioSettings::witness,
        "Captures packets on the wire at every host of a fault and at its peers that are targets, also where no expectation needs it.").usually("false");

    private static final List<Key<ScenarioSettings>> KEYS = List.of(SEED, ALLOW_HOST, WITNESS);

    /** Reads the settings of a scenario; problems are reported. An invalid {@code allow-host} reads as true, so that no target is reported as well. */
    static ScenarioSettings read(Fields fields) {
        boolean hostUnlessSaid = fields.get(ALLOW_HOST.word()).isPresent();
        return Key.readAll(KEYS, fields, new ScenarioSettings(OptionalLong.empty(), hostUnlessSaid, false, Limits.read(fields)));
    }

    /**
     * Reads settings that stand beside the keys of one fault.
     *
     * @throws BadValueException for the first one that is invalid
     */
    public static ScenarioSettings read(Map<String, ?> given) {
        Problems problems = new Problems("");
        Optional<ScenarioSettings> settings = Value.root(Node.of(given), problems).fields(SETTINGS, words()).map(ScenarioSettings::read);
        problems.refuseFirst();
        return settings.orElseThrow();
    }

    /** Returns the words of all keys. */
    public static List<String> words() {
        return descriptions().stream().map(KeyDescription::word).toList();
    }

    static List<KeyDescription> descriptions() {
        return Stream.of(List.of(SEED, ALLOW_HOST), Limits.KEYS, List.of(WITNESS)).flatMap(List::stream).map(Key::description).toList();
    }

    /** Returns the properties of the keys in the JSON Schema of scenarios. */
    static List<String> schemaProperties() {
        return Stream.of(List.of(SEED, ALLOW_HOST), Limits.KEYS, List.of(WITNESS)).flatMap(List::stream).map(Key::schemaProperty).toList();
    }

    /** Writes the settings that differ from their defaults. */
    FlowMapping written() {
        FlowMapping form = new FlowMapping();
        KEYS.forEach(key -> key.written(this).ifPresent(text -> form.add(key.word(), text)));
        Limits.KEYS.forEach(key -> key.written(limits).ifPresent(text -> form.add(key.word(), text)));
        return form;
    }
}
