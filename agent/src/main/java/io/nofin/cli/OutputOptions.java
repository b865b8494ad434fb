package io.nofin.cli;

import io.nofin.api.Form;
import picocli.CommandLine.Option;

/** Options for the format in which a command prints its data. */
final class OutputOptions {

    @Option(names = "--json", description = "Print the result as JSON on standard output.")
    private boolean json;

    boolean json() {
        return json;
    }

    Form form() {
        return json ? Form.JSON : Form.TEXT;
    }
}
