package io.nofin.cli;

import io.nofin.scenario.Backoff;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.Keyword;
import java.time.Duration;
import picocli.CommandLine;

/**
 * Converts the values of options, which are written as in scenarios. Picocli puts the option's name in front of what a converter
 * refuses.
 */
final class Converters {

    private Converters() {
    }

    /** Registers the converters with this command and the subcommands it has so far. */
    static void register(CommandLine commandLine) {
        commandLine
            .registerConverter(Duration.class, Durations::parse)
            .registerConverter(Probability.class, Probability::parse)
            .registerConverter(BitRate.class, BitRate::parse)
            .registerConverter(ByteCount.class, ByteCount::parse)
            .registerConverter(CompletionShell.class, text -> Keyword.parse(text, CompletionShell.values()))
            .registerConverter(Backoff.class, text -> Keyword.parse(text, Backoff.values()))
            .registerConverter(Repeat.class, Repeat::parse);
    }
}
