package io.nofin.cli;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.unit.Remedy;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin delay}. */
@Command(name = "delay", modelTransformer = ShapingOptions.WithoutOwnEffect.class,
    header = "Hold packets, as a long line does.",
    description = {ShapingCommand.ENDING, "Both directions are held, unless --direction says otherwise: the round trip takes twice the TIME longer."},
    footerHeading = "%nExample:%n", footer = "  nofin delay 100ms --jitter 20ms --distribution normal --target docker:app --peer docker:redis --for 10s")
final class DelayCommand extends ShapingCommand {

    @Parameters(paramLabel = "TIME", description = "How long packets are held: 250us, 100ms, 1.5s.")
    private Duration time;

    @Option(names = "--jitter", paramLabel = "TIME", description = "Vary the delay by up to this much, 2.147483647s at most. More than the gap"
        + " between packets reorders them.")
    private Optional<Duration> jitter = Optional.empty();

    @Option(names = "--correlation", paramLabel = "PERCENT", description = "The correlation of the jitter with that of the packet before.")
    private Optional<Probability> correlation = Optional.empty();

    @Option(names = "--distribution", paramLabel = "SHAPE", completionCandidates = OptionWords.Distributions.class,
        description = "The distribution of the jitter: uniform (default), normal, pareto or paretonormal, as in tc-netem(8).")
    private Optional<Distribution> distribution = Optional.empty();

    @Mixin
    private ShapingOptions options;

    @Override
    ShapingOptions options() {
        return options;
    }

    @Override
    void addTo(ShapingBuilder shaped) {
        if (jitter.isEmpty() && distribution.isPresent()) {
            throw new BadValueException("distribution without jitter", Remedy.of("add for example", "jitter", "20ms"));
        }
        shaped.delay(new Delay(time, jitter.orElse(Duration.ZERO), correlation.orElse(Probability.ZERO),
            distribution.orElse(Distribution.UNIFORM)));
    }
}
