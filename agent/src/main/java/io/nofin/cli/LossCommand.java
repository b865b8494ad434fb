package io.nofin.cli;

import io.nofin.scenario.Loss;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin loss}. */
@Command(name = "loss", modelTransformer = ShapingOptions.WithoutOwnEffect.class,
    header = "Lose some packets, silently: at random, in bursts, or by number.",
    description = {ShapingCommand.ENDING, "Each direction of each target loses, and counts, packets of its own."},
    footerHeading = "%nExamples:%n", footer = {
        "  nofin loss 5%% --target docker:app --peer docker:redis --for 10s",
        "  nofin loss 5%% --burst 4 --target docker:app --for 30s",
        "  nofin loss --gilbert-elliott 1%%,10%%,70%%,0.1%% --target netns:app --for 30s"})
final class LossCommand extends ShapingCommand {

    @ArgGroup(multiplicity = "1")
    private Kind kind;

    @Option(names = "--correlation", paramLabel = "PERCENT", description = "With PERCENT: the correlation with the packet before.")
    private Optional<Probability> correlation = Optional.empty();

    @Option(names = "--burst", paramLabel = "N", description = "With PERCENT: lose the same share, but in runs of N packets on average.")
    private Optional<Integer> burst = Optional.empty();

    @Mixin
    private ShapingOptions options;

    /** Holds exactly one of the kinds of loss. */
    static final class Kind {

        @Parameters(paramLabel = "PERCENT", description = "The share of packets, each at random: 5%%, 0.1%%.")
        private Probability probability;

        @Option(names = "--gilbert-elliott", paramLabel = "P[,R[,1-H[,1-K]]]",
            description = "Bursts: the probabilities from the good state to the bad one, from bad to good, of loss in the bad state (100%%), and in the good one (0%%).")
        private Loss.GilbertElliott gilbertElliott;

        @Option(names = "--markov", paramLabel = "P13[,P31[,P32[,P23[,P14]]]]",
            description = "Four states: the probabilities of 'loss state' in tc-netem(8).")
        private Loss.FourState markov;

        @Option(names = "--every", paramLabel = "N", description = "The N-th packet, the 2N-th, and so on.")
        private Loss.Every every;

        @Option(names = "--first", paramLabel = "N", description = "The first N packets.")
        private Loss.First first;

        @Option(names = "--packets", paramLabel = "N[,N...]", description = "These packets, counted from 1: 3,7.")
        private Loss.Packets packets;

        private Loss toLoss() {
            return Stream.of(gilbertElliott, markov, every, first, packets).filter(Objects::nonNull).findFirst()
                .orElseGet(() -> Loss.Random.of(probability));
        }
    }

    @Override
    ShapingOptions options() {
        return options;
    }

    @Override
    void addTo(ShapingBuilder shaped) {
        Loss loss = kind.toLoss();
        if (!(loss instanceof Loss.Random random)) {
            refuse(correlation.isPresent(), "correlation");
            refuse(burst.isPresent(), "burst");
            shaped.loss(loss);
        } else if (burst.isPresent()) {
            if (correlation.isPresent()) {
                throw new BadValueException("correlation and burst", "write one of them: a burst keeps the mean");
            }
            shaped.loss(Loss.GilbertElliott.ofBursts(random.probability(), burst.get()));
        } else {
            shaped.loss(new Loss.Random(random.probability(), correlation.orElse(Probability.ZERO)));
        }
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw new BadValueException(option + " without PERCENT", "leave it out: only loss by PERCENT takes it");
        }
    }
}
