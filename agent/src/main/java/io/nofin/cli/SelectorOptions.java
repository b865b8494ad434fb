package io.nofin.cli;

import io.nofin.scenario.SelectorKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a command an option for each {@link SelectorKey}, and reads them. An option that may be repeated has a name in the singular.
 */
final class SelectorOptions {

    private SelectorOptions() {
    }

    /** Adds the options of all keys but some. */
    static void addTo(CommandSpec command, SelectorKey... without) {
        List<SelectorKey> missing = List.of(without);
        Stream.of(SelectorKey.values()).filter(key -> !missing.contains(key)).forEach(key -> command.addOption(option(key)));
    }

    /** Returns the options that were given, as an entry under {@code faults} has them. */
    static Map<String, Object> entry(CommandSpec command) {
        Map<String, Object> entry = new LinkedHashMap<>();
        for (SelectorKey key : SelectorKey.values()) {
            List<String> values = values(command, key);
            if (!values.isEmpty()) {
                entry.put(key.word(), key.isList() ? values : values.get(0));
            }
        }
        return entry;
    }

    /** Returns the values that were given for one key; empty where the option was not given. */
    static List<String> values(CommandSpec command, SelectorKey key) {
        return values(command.findOption(name(key)));
    }

    private static List<String> values(OptionSpec option) {
        Object value = option == null ? null : option.getValue();
        return value == null ? List.of() : value instanceof Collection<?> texts ? texts.stream().map(Object::toString).distinct().toList()
            : List.of(value.toString());
    }

    private static OptionSpec option(SelectorKey key) {
        OptionSpec.Builder option = OptionSpec.builder(name(key)).paramLabel(key.label()).converters(text -> key.checked(text, Filters.CHECK))
            .description((key.help() + (key.isList() ? " Repeatable, or with commas." : "")).replace("%", "%%"));
        if (!key.words().isEmpty()) {
            option.completionCandidates(key.words());
        }
        return (key.isList() ? option.type(List.class).auxiliaryTypes(String.class).splitRegex(FaultOptions.BETWEEN_TARGETS).splitRegexSynopsisLabel(",") : option.type(String.class)).build();
    }

    private static String name(SelectorKey key) {
        return "--" + (key.isList() ? key.word().replaceFirst("s$", "") : key.word());
    }
}
