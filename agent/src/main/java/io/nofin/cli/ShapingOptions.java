package io.nofin.cli;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Slot;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that all shaping commands share: the packets, the main values of the other effects, and how shaping is done. */
final class ShapingOptions {

    @Mixin
    private FaultOptions fault;

    @Option(names = "--delay", paramLabel = "TIME", description = "Hold packets as well: 250us, 100ms, 1.5s.")
    private Optional<Duration> delay = Optional.empty();

    @Option(names = "--loss", paramLabel = "PERCENT", description = "Lose packets as well: 5%%, 0.1%%.")
    private Optional<Probability> loss = Optional.empty();

    @Option(names = "--duplicate", paramLabel = "PERCENT", description = "Send packets twice as well.")
    private Optional<Probability> duplicate = Optional.empty();

    @Option(names = "--corrupt", paramLabel = "PERCENT", description = "Flip a bit in packets as well.")
    private Optional<Probability> corrupt = Optional.empty();

    @Option(names = "--reorder", paramLabel = "PERCENT", description = "Let packets overtake those that --delay holds.")
    private Optional<Probability> reorder = Optional.empty();

    @Option(names = "--rate", paramLabel = "RATE", description = "Make the line slow as well: 512kbit, 10mbit.")
    private Optional<BitRate> rate = Optional.empty();

    @Option(names = "--slot", paramLabel = "TIME[,TIME]",
        description = "Gather packets, and send them together when their slot comes: one every 1ms, or every 800us,1ms for between the two.")
    private Optional<Slot> slot = Optional.empty();

    @Option(names = "--limit", paramLabel = "PACKETS",
        description = "How many packets may be held at once. Default: twice what rate and delay need, 1000 at least.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--ecn", description = "Mark packets that would be lost, where they can be marked.")
    private boolean ecn;

    @Option(names = "--engine", defaultValue = "auto", paramLabel = "ENGINE", completionCandidates = OptionWords.Engines.class,
        description = "What shapes: netem (the kernel's), queue (nofin's own) or auto (default), netem where the kernel has it and it can do the effect.")
    private Engine engine;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of random decisions. Default: chosen at random, and printed.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private OutputOptions output;

    /**
     * Builds a scenario from these options and the command's own effect.
     *
     * @param name   the fault's name
     * @param effect adds the command's own effect; it may throw {@link io.nofin.unit.BadValueException}
     * @throws UsageException when an option's value is wrong, or options do not go together
     */
    Scenario scenario(CommandSpec command, Consumer<ShapingBuilder> effect) throws UsageException {
        return fault.scenario(command, seed.map(OptionalLong::of).orElse(OptionalLong.empty()), () -> {
            ShapingBuilder shaped = others();
            effect.accept(shaped);
            return shaped.build();
        });
    }

    BackendOptions backends() {
        return fault.backends();
    }

    ArtifactOptions keep() {
        return fault.keep();
    }

    OutputOptions output() {
        return output;
    }

    private ShapingBuilder others() {
        ShapingBuilder builder = new ShapingBuilder().ecn(ecn).engine(engine);
        delay.map(Delay::of).ifPresent(builder::delay);
        loss.map(Loss.Random::of).ifPresent(builder::loss);
        duplicate.map(Duplicate::of).ifPresent(builder::duplicate);
        corrupt.map(Corrupt::of).ifPresent(builder::corrupt);
        reorder.map(Reorder::of).ifPresent(builder::reorder);
        rate.map(Rate::of).ifPresent(builder::rate);
        slot.ifPresent(builder::slot);
        limit.ifPresent(builder::limit);
        return builder;
    }

    /** Removes the option that repeats the command itself: {@code nofin delay} has no {@code --delay}. */
    static final class WithoutOwnEffect implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            return new SelectorOptions().transform(command.remove(command.findOption("--" + command.name())));
        }
    }
}
