package io.nofin.cli;

import io.nofin.scenario.TargetKind;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The facts about commands and options that all completion scripts need. */
final class Completions {

    /** The kind of text that follows an option or stands for a parameter. */
    enum Kind { NOTHING, TEXT, WORDS, FILE, FOLDER, TARGET }

    /** The options that take a target. */
    static final List<String> TARGET_OPTIONS = List.of("--target", "--peer");

    /** A function of bash and zsh that prints the names of targets. It does not start nofin, which would take a second. */
    static final String LIST_TARGETS = "_nofin_targets() {\n    " + String.join("\n    ", TargetKind.listings()) + "\n}";

    private Completions() {
    }

    static Kind kind(ArgSpec argument) {
        if (argument.arity().max() == 0) {
            return Kind.NOTHING;
        }
        if (argument.completionCandidates() != null) {
            return Kind.WORDS;
        }
        if (argument instanceof OptionSpec option && TARGET_OPTIONS.contains(option.longestName())) {
            return Kind.TARGET;
        }
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type != Path.class && type != File.class) {
            return Kind.TEXT;
        }
        return argument.paramLabel().equals("DIR") ? Kind.FOLDER : Kind.FILE;
    }

    static List<String> words(ArgSpec argument) {
        return StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList();
    }

    /** Returns the options that help shows. */
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    static Map<String, CommandSpec> commands(CommandLine of) {
        return of.getSubcommands().entrySet().stream()
            .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
            .collect(Collectors.toMap(Map.Entry::getKey, command -> command.getValue().getCommandSpec(),
                (one, same) -> one, LinkedHashMap::new));
    }

    /** Returns the first sentence about a command. */
    static String summary(CommandSpec command) {
        return firstSentence(String.join(" ", command.usageMessage().header()));
    }

    /** Returns the first sentence about an option or parameter. */
    static String summary(ArgSpec argument) {
        String text = String.join(" ", argument.description());
        return firstSentence(argument.defaultValue() == null ? text : text.replace("${DEFAULT-VALUE}", argument.defaultValue()));
    }

    private static String firstSentence(String text) {
        return text.replace("%%", "%").replaceFirst("(?s)[.](\\s.*)?$", "").replaceFirst("(?s)[.]\\s+[A-Z].*", "");
    }
}
