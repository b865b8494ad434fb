package io.nofin.cli;

import io.nofin.scenario.Rate;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin rate}. */
@Command(name = "rate", modelTransformer = ShapingOptions.WithoutOwnEffect.class,
    header = "Send packets one after the other, as a slow line does.",
    description = {ShapingCommand.ENDING, "Each direction and target has a line of its own."},
    footerHeading = "%nExample:%n", footer = "  nofin rate 1mbit --delay 40ms --target docker:app --peer db.example.org --for 1m")
final class RateCommand extends ShapingCommand {

    @Parameters(paramLabel = "RATE", description = "Bits per second: 512kbit, 10mbit, 1.5gbit.")
    private BitRate rate;

    @Option(names = "--burst", paramLabel = "BYTES", description = "How many bytes may go without waiting after a pause: 1500, 16kb. Default: 0.")
    private Optional<ByteCount> burst = Optional.empty();

    @Option(names = "--overhead", defaultValue = "0", paramLabel = "BYTES", description = "The bytes that the link layer adds to each packet, -20 to 65535.")
    private int overhead;

    @Option(names = "--cell-size", defaultValue = "0", paramLabel = "BYTES", description = "The payload of a link-layer cell in bytes: 48 for ATM.")
    private int cellSize;

    @Option(names = "--cell-overhead", defaultValue = "0", paramLabel = "BYTES", description = "The bytes that the link layer adds to each cell: 5 for ATM.")
    private int cellOverhead;

    @Mixin
    private ShapingOptions options;

    @Override
    ShapingOptions options() {
        return options;
    }

    @Override
    void addTo(ShapingBuilder shaped) {
        shaped.rate(new Rate(rate, burst, overhead, cellSize, cellOverhead));
    }
}
