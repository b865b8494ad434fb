package io.nofin.cli;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Turns picocli's error into one line, which names the command or option that was probably meant. */
final class UsageHints {

    private static final int MOST_NAMED = 3;        // commands; what more of them have is no hint

    /** Maps words of other tools to the command of nofin that does the same. */
    private static final Map<String, String> MEANT = Map.ofEntries(
        Map.entry("cut", "drop"), Map.entry("block", "drop"), Map.entry("blackhole", "drop"), Map.entry("kill", "drop"),
        Map.entry("slow", "delay"), Map.entry("latency", "delay"), Map.entry("lag", "delay"), Map.entry("jitter", "delay"),
        Map.entry("throttle", "rate"), Map.entry("bandwidth", "rate"), Map.entry("limit", "rate"), Map.entry("split", "partition"),
        Map.entry("ls", "targets"), Map.entry("list", "targets"), Map.entry("containers", "targets"), Map.entry("ps", "status"),
        Map.entry("clean", "heal"), Map.entry("reset", "heal"), Map.entry("undo", "heal"), Map.entry("check", "validate"),
        Map.entry("lint", "validate"), Map.entry("start", "run"), Map.entry("exec", "run"), Map.entry("diff", "compare"),
        Map.entry("probe", "monitor"), Map.entry("ping", "monitor"), Map.entry("follow", "watch"), Map.entry("server", "agent"));

    private UsageHints() {
    }

    static String line(CommandLine.ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        return "nofin: " + what(misuse, command) + ": see " + command.getCommandSpec().qualifiedName() + " --help";
    }

    private static String what(CommandLine.ParameterException misuse, CommandLine command) {
        if (misuse.getCause() instanceof BadValueException refused && misuse.getArgSpec() != null) {
            ArgSpec where = misuse.getArgSpec();
            return (where instanceof OptionSpec option ? option.longestName() : where.paramLabel()) + ": " + refused.getMessage();
        }
        if (misuse instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched.getUnmatched().get(0), command);
        }
        if (misuse instanceof CommandLine.MissingParameterException missing) {
            boolean choice = missing.getMissing().stream().allMatch(one -> one.group() != null && one.group().exclusive());
            return "missing: " + (choice ? "one of " : "") + missing.getMissing().stream().map(UsageHints::example).collect(Collectors.joining(", "));
        }
        if (misuse.getArgSpec() == null && misuse.getValue() != null) {         // of the command help
            return unmatched(misuse.getValue(), command);
        }
        return misuse.getMessage().replace(System.lineSeparator(), " ").replaceFirst("^Error: ", "");
    }

    private static String example(ArgSpec missing) {
        return missing instanceof OptionSpec option ? option.longestName() + " " + option.paramLabel() : missing.paramLabel();
    }

    private static String unmatched(String word, CommandLine command) {
        boolean option = word.startsWith("-");
        boolean first = command.getParent() == null;
        return (option ? "no such option: " : first ? "no such command: " : "unexpected argument ") + Quoted.of(word)
            + elsewhere(word, command).orElseGet(() -> meant(word, command).map(other -> ": did you mean " + other + "?").orElse(""));
    }

    /** Names the commands that have an option which this one has not. */
    private static Optional<String> elsewhere(String option, CommandLine command) {
        List<String> others = command.getParent() == null ? List.of() : Main.commandLine().getSubcommands().values().stream().distinct()
            .map(CommandLine::getCommandSpec).filter(other -> other.optionsMap().containsKey(option)).map(CommandSpec::qualifiedName).toList();
        return others.isEmpty() || others.size() > MOST_NAMED ? Optional.empty()
            : Optional.of(": " + String.join(", ", others) + (others.size() == 1 ? " has it" : " have it"));
    }

    private static Optional<String> meant(String word, CommandLine command) {
        if (word.startsWith("-")) {
            List<String> options = new ArrayList<>();
            Completions.options(command.getCommandSpec()).forEach(option -> options.addAll(List.of(option.names())));
            return Suggestion.to(word, options);
        }
        return command.getParent() != null ? Optional.empty()
            : Optional.ofNullable(MEANT.get(word)).or(() -> Suggestion.to(word, Completions.commands(command).keySet()));
    }
}
