package io.nofin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates a completion function for zsh, in the language of {@code _arguments}; see zshcompsys(1). */
final class ZshCompletion {

    private final CommandLine nofin;

    ZshCompletion(CommandLine nofin) {
        this.nofin = nofin;
    }

    String text() {
        Map<String, CommandSpec> commands = Completions.commands(nofin);
        String name = nofin.getCommandName();
        StringBuilder text = new StringBuilder("#compdef " + name + "\n\n" + Completions.LIST_TARGETS + "\n\n_" + name + "() {\n    local curcontext=$curcontext state line\n"
            + "    local -A opt_args\n    local -a commands=(\n");
        commands.forEach((word, command) -> text.append("        ")
            .append(quoted(word + ":" + Completions.summary(command))).append('\n'));
        text.append("    )\n    _arguments -C").append(arguments(Completions.options(nofin.getCommandSpec())))
            .append(" \\\n        ': :->command' \\\n        '*:: :->arguments' && return\n    case $state in\n")
            .append("        command) _describe command commands ;;\n        arguments)\n            case $words[1] in\n");
        commands.forEach((word, command) -> text.append("                ").append(word).append(") ").append(call(command, commands))
            .append(" ;;\n"));
        return text.append("            esac\n            ;;\n    esac\n}\n\n")
            .append("if [[ $funcstack[1] == _").append(name).append(" ]]; then\n    _").append(name).append(" \"$@\"\nelse\n    compdef _")
            .append(name).append(' ').append(name).append("\nfi\n").toString();
    }

    private static String call(CommandSpec command, Map<String, CommandSpec> commands) {
        StringBuilder call = new StringBuilder("_arguments").append(arguments(Completions.options(command)));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String place = parameter.index().max() == Integer.MAX_VALUE ? "*" : "";
            boolean ofCommands = parameter.paramLabel().equals("COMMAND");
            call.append(" \\\n                    ").append(quoted(place + ":" + escaped(Completions.summary(parameter), ":") + ":"
                + (ofCommands ? "(" + String.join(" ", commands.keySet()) + ")" : action(parameter))));
        }
        return call.toString();
    }

    private static String arguments(List<OptionSpec> options) {
        StringBuilder text = new StringBuilder();
        for (OptionSpec option : options) {
            List<String> others = new ArrayList<>(List.of(option.names()));
            for (String name : option.names()) {
                String without = option.isMultiValue() ? "*" : others.size() == 1 ? "" : "(" + String.join(" ", others) + ")";
                text.append(" \\\n                    ").append(quoted(without + name + value(option, name)));
            }
        }
        return text.toString();
    }

    private static String value(OptionSpec option, String name) {
        String text = "[" + escaped(Completions.summary(option), "[]") + "]";
        return Completions.kind(option) == Completions.Kind.NOTHING ? text
            : (name.startsWith("--") ? "=" : "") + text + ":" + escaped(option.paramLabel(), ":") + ":" + action(option);
    }

    private static String action(ArgSpec argument) {
        return switch (Completions.kind(argument)) {
            case WORDS -> "(" + String.join(" ", Completions.words(argument)) + ")";
            case FILE -> "_files";
            case FOLDER -> "_files -/";
            case TARGET -> "{compadd -- $(_nofin_targets)}";
            case NOTHING, TEXT -> " ";
        };
    }

    private static String escaped(String text, String special) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '\\' || special.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
