package io.nofin.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that set the values of a scenario's {@code parameters}. */
final class SetOptions {

    @Option(names = "--set", paramLabel = "NAME=VALUE",
        description = "Set a parameter that the scenario declares under parameters. Repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    Map<String, String> values() {
        return values;
    }
}
