package io.nofin.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Options that several commands have. They are described without annotations, which each start would have to read by reflection. */
interface SharedOptions {

    /** Adds the options to a command. Their values are those of the command that was parsed last. */
    void addTo(CommandSpec command);

    /** Returns the description of an annotated command with these options added. */
    static CommandSpec annotated(Object command, SharedOptions... options) {
        return added(CommandSpec.forAnnotatedObject(command), options);
    }

    /** Returns the description of a command without annotations, with these options and those for help. */
    static CommandSpec plain(Object command, SharedOptions... options) {
        return new HelpOptions().addedTo(added(CommandSpec.wrapWithoutInspection(command, OptionValues.FACTORY), options));
    }

    private static CommandSpec added(CommandSpec command, SharedOptions... options) {
        for (SharedOptions shared : options) {
            shared.addTo(command);
        }
        return command;
    }
}
