package io.nofin.cli;

import io.nofin.scenario.Duplicate;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.Probability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin duplicate}. */
@Command(name = "duplicate", modelTransformer = ShapingOptions.WithoutOwnEffect.class,
    header = "Send some packets twice.",
    footerHeading = "%nExample:%n", footer = "  nofin duplicate 1%% --target docker:app --protocol udp --for 10s")
final class DuplicateCommand extends ShapingCommand {

    @Parameters(paramLabel = "PERCENT", description = "The share of packets: 5%%, 0.1%%.")
    private Probability probability;

    @Option(names = "--correlation", defaultValue = "0%", paramLabel = "PERCENT", description = "The correlation with the packet before.")
    private Probability correlation;

    @Mixin
    private ShapingOptions options;

    @Override
    ShapingOptions options() {
        return options;
    }

    @Override
    void addTo(ShapingBuilder shaped) {
        shaped.duplicate(new Duplicate(probability, correlation));
    }
}
