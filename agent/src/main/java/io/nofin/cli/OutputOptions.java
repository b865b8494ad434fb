package io.nofin.cli;

import io.nofin.api.Form;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options for the format in which a command prints its data. */
final class OutputOptions implements SharedOptions {

    private final OptionSpec json = OptionSpec.builder("--json").type(boolean.class).arity("0")
        .description("Print the result as JSON on standard output.").build();

    @Override
    public void addTo(CommandSpec command) {
        command.addOption(json);
    }

    boolean json() {
        return Boolean.TRUE.equals(json.getValue());
    }

    Form form() {
        return json() ? Form.JSON : Form.TEXT;
    }
}
