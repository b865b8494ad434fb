package io.nofin.cli;

import picocli.CommandLine.Option;

/** How a command prints its data. */
final class OutputOptions {

    @Option(names = "--json", description = "Print the result as JSON on standard output.")
    private boolean json;

    boolean json() {
        return json;
    }
}
