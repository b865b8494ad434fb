package io.nofin.cli;

import io.nofin.scenario.KeyDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Makes options of keys of a fault, and reads them as values of a scenario.
 *
 * @param taken  names that other options have
 * @param prefix stands in front of a name that is taken, and makes it another one
 */
record KeyOptions(List<KeyDescription> keys, List<String> taken, String prefix) {

    private static final String YES = "true";

    static KeyOptions of(List<KeyDescription> keys) {
        return new KeyOptions(keys, List.of(), "");
    }

    /** Adds an option for each key. */
    void addTo(CommandSpec command) {
        keys.forEach(key -> command.addOption(option(key).build()));
    }

    /** Adds an option for each key, all of which must be given. */
    void addRequiredTo(CommandSpec command) {
        keys.forEach(key -> command.addOption(option(key).required(true).build()));
    }

    /** Returns what was typed of these keys. */
    Map<String, Object> given(CommandSpec command) {
        Map<String, Object> given = new LinkedHashMap<>();
        keys.forEach(key -> {
            Object value = command.findOption(name(key)).getValue();
            if (value != null && !value.equals(false)) {
                given.put(key.word(), key.isFlag() ? key.unusual() : value);
            }
        });
        return given;
    }

    private OptionSpec.Builder option(KeyDescription key) {
        OptionSpec.Builder option = OptionSpec.builder(name(key)).description(escaped(key.help()));
        if (key.isFlag()) {
            return option.type(boolean.class).arity("0");
        }
        if (!key.words().isEmpty()) {
            option.completionCandidates(key.words());
        }
        return option.paramLabel(key.label()).type(Object.class).converters(key::parsed);
    }

    /** Returns the option for the value of a key that has a command of its own, and words for a value. */
    static OptionSpec with(KeyDescription key) {
        return OptionSpec.builder("--with").paramLabel(key.label()).type(Object.class).converters(key::parsed).completionCandidates(key.words())
            .description(escaped("How: " + String.join(", ", key.words()) + "." + key.usual().map(value -> " Default: " + value + ".").orElse(""))).build();
    }

    /** Returns the parameter for the value of a key that has a command of its own. */
    static PositionalParamSpec parameter(KeyDescription key, boolean required) {
        return PositionalParamSpec.builder().index("0").arity(required ? "1" : "0..1").paramLabel(key.label()).type(Object.class).converters(key::parsed)
            .description(escaped((key.within().isEmpty() ? key : key.within().get(0)).meaning() + " For example " + key.example() + ".")).build();
    }

    static String escaped(String text) {
        return text.replace("%", "%%");
    }

    /** A flag is called by the one thing that it can be besides the usual: {@code --ecn}, {@code --fix-checksum}. */
    private String name(KeyDescription key) {
        return "--" + (taken.contains(key.word()) ? prefix + "-" : "") + (key.isFlag() && !key.unusual().equals(YES) ? key.unusual() + "-" : "") + key.word();
    }
}
