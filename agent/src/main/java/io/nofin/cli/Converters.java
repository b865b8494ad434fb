package io.nofin.cli;

import io.nofin.scenario.Backoff;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Loss;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.RejectWith;
import io.nofin.scenario.Slot;
import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.unit.Quoted;
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
            .registerConverter(ConnectionState.class, text -> Keyword.parse(text, ConnectionState.values()))
            .registerConverter(Distribution.class, text -> Keyword.parse(text, Distribution.values()))
            .registerConverter(CompletionShell.class, text -> Keyword.parse(text, CompletionShell.values()))
            .registerConverter(Backoff.class, text -> Keyword.parse(text, Backoff.values()))
            .registerConverter(Engine.class, text -> Keyword.parse(text, Engine.values()))
            .registerConverter(OnWipe.class, text -> Keyword.parse(text, OnWipe.values()))
            .registerConverter(OnRestart.class, text -> Keyword.parse(text, OnRestart.values()))
            .registerConverter(Repeat.class, Repeat::parse)
            .registerConverter(Slot.class, Converters::slot)
            .registerConverter(RejectWith.class, RejectWith::parse)
            .registerConverter(Loss.GilbertElliott.class, LossNotation::gilbertElliott)
            .registerConverter(Loss.FourState.class, LossNotation::markov)
            .registerConverter(Loss.Every.class, text -> new Loss.Every(LossNotation.count(text)))
            .registerConverter(Loss.First.class, text -> new Loss.First(LossNotation.count(text)))
            .registerConverter(Loss.Packets.class, LossNotation::packets);
    }

    /** Parses {@code TIME} or {@code LEAST,MOST}. */
    private static Slot slot(String text) {
        String[] times = text.split(",", -1);
        if (times.length > 2) {
            throw new BadValueException("not a slot: " + Quoted.of(text), "write for example 1ms, or 800us,1ms");
        }
        return new Slot.Between(Durations.parse(times[0]), Durations.parse(times[times.length - 1]), 0, 0);
    }
}
