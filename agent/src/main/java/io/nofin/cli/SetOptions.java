package io.nofin.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values for what scenarios declare under {@code parameters}. */
final class SetOptions {

    @Option(names = "--set", paramLabel = "NAME=VALUE",
        description = "The value of a parameter that the scenario declares under parameters. Repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    Map<String, String> values() {
        return values;
    }
}
