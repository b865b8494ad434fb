package io.nofin.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options for help that each command has, in the words of picocli's own. */
final class HelpOptions {

    /** Adds the options to a command, and returns it. */
    CommandSpec addedTo(CommandSpec command) {
        return command
            .addOption(OptionSpec.builder("-h", "--help").type(boolean.class).arity("0").usageHelp(true)
                .description("Show this help message and exit.").build())
            .addOption(OptionSpec.builder("-V", "--version").type(boolean.class).arity("0").versionHelp(true)
                .description("Print version information and exit.").build());
    }
}
