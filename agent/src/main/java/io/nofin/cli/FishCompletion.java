package io.nofin.cli;

import io.nofin.scenario.TargetKind;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates completions for fish; see complete(1) of fish. */
final class FishCompletion {

    private static final String LIST_TARGETS = "function __nofin_targets\n    " + String.join("\n    ", TargetKind.listings()) + "\nend\n";

    private final CommandLine nofin;
    private final StringBuilder text = new StringBuilder();

    FishCompletion(CommandLine nofin) {
        this.nofin = nofin;
    }

    String text() {
        Map<String, CommandSpec> commands = Completions.commands(nofin);
        text.append(LIST_TARGETS);
        line("-f");
        String none = "-n __fish_use_subcommand";
        commands.forEach((word, command) -> line(none + " -a " + word + described(Completions.summary(command))));
        options(none, nofin.getCommandSpec());
        commands.forEach((word, command) -> {
            String within = "-n " + quoted("__fish_seen_subcommand_from " + word);
            options(within, command);
            for (PositionalParamSpec parameter : command.positionalParameters()) {
                String values = parameter.paramLabel().equals("COMMAND") ? " -a " + quoted(String.join(" ", commands.keySet()))
                    : values(parameter);
                if (!values.isEmpty()) {
                    line(within + values);
                }
            }
        });
        return text.toString();
    }

    private void options(String condition, CommandSpec command) {
        for (OptionSpec option : Completions.options(command)) {
            StringBuilder names = new StringBuilder();
            for (String name : option.names()) {
                names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            boolean alone = Completions.kind(option) == Completions.Kind.NOTHING;
            line(condition + names + (alone ? "" : (Completions.kind(option) == Completions.Kind.FILE ? " -r" : " -x") + values(option)) + described(Completions.summary(option)));
        }
    }

    private static String values(ArgSpec argument) {
        return switch (Completions.kind(argument)) {
            case WORDS -> " -a " + quoted(String.join(" ", Completions.words(argument)));
            case FILE -> " -F";
            case FOLDER -> " -a '(__fish_complete_directories)'";
            case TARGET -> " -a '(__nofin_targets)'";
            case NOTHING, TEXT -> "";
        };
    }

    private static String described(String summary) {
        return " -d " + quoted(summary);
    }

    private void line(String arguments) {
        text.append("complete -c ").append(nofin.getCommandName()).append(' ').append(arguments).append('\n');
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
