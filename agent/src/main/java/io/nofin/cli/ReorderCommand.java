package io.nofin.cli;

import io.nofin.scenario.Reorder;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.Probability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin reorder}. */
@Command(name = "reorder", modelTransformer = ShapingOptions.WithoutOwnEffect.class,
    header = "Let some packets overtake those that a delay holds.",
    description = {ShapingCommand.ENDING, "Needs --delay, which holds the other packets."},
    footerHeading = "%nExample:%n", footer = "  nofin reorder 25%% --delay 10ms --target docker:app --for 10s")
final class ReorderCommand extends ShapingCommand {

    @Parameters(paramLabel = "PERCENT", description = "The share of packets that go at once, of those whose turn it is: 25%%.")
    private Probability probability;

    @Option(names = "--correlation", defaultValue = "0%", paramLabel = "PERCENT", description = "The correlation with the packet before.")
    private Probability correlation;

    @Option(names = "--gap", defaultValue = "1", paramLabel = "N", description = "Give every N-th packet a turn. Default: ${DEFAULT-VALUE}.")
    private int gap;

    @Mixin
    private ShapingOptions options;

    @Override
    ShapingOptions options() {
        return options;
    }

    @Override
    void addTo(ShapingBuilder shaped) {
        shaped.reorder(new Reorder(probability, correlation, gap));
    }
}
