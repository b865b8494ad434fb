package io.nofin.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that set the values of a scenario's {@code parameters}. */
final class SetOptions implements SharedOptions {

    private final OptionSpec values = OptionSpec.builder("--set").type(Map.class).auxiliaryTypes(String.class, String.class).paramLabel("NAME=VALUE")
        .description("Set a parameter that the scenario declares under parameters. Repeatable.").build();

    @Override
    public void addTo(CommandSpec command) {
        command.addOption(values);
    }

    Map<String, String> values() {
        return Optional.ofNullable(values.<Map<String, String>>getValue()).orElse(Map.of());
    }
}
