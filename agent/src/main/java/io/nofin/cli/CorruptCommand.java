package io.nofin.cli;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.Probability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin corrupt}. */
@Command(name = "corrupt", modelTransformer = ShapingOptions.WithoutOwnEffect.class,
    header = "Flip one bit of some packets, as a bad cable does.",
    description = {ShapingCommand.ENDING, "The receiver's kernel discards packets with a wrong checksum: TCP sends them again, a datagram is lost. With"
        + " --fix-checksum the damage reaches the application."},
    footerHeading = "%nExample:%n", footer = "  nofin corrupt 1%% --fix-checksum --target docker:app --port 5432 --for 10s")
final class CorruptCommand extends ShapingCommand {

    @Parameters(paramLabel = "PERCENT", description = "The share of packets: 5%%, 0.1%%.")
    private Probability probability;

    @Option(names = "--correlation", defaultValue = "0%", paramLabel = "PERCENT", description = "The correlation with the packet before.")
    private Probability correlation;

    @Option(names = "--fix-checksum", description = "Damage only the payload, and correct the checksums.")
    private boolean fixChecksum;

    @Mixin
    private ShapingOptions options;

    @Override
    ShapingOptions options() {
        return options;
    }

    @Override
    void addTo(ShapingBuilder shaped) {
        shaped.corrupt(new Corrupt(probability, correlation, fixChecksum));
    }
}
