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

/** What all shaping commands have besides an effect of their own: the packets, the others' main values, and how it is done. */
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

    @Option(names = "--reorder", paramLabel = "PERCENT", description = "Let packets past those that --delay holds.")
    private Optional<Probability> reorder = Optional.empty();

    @Option(names = "--rate", paramLabel = "RATE", description = "Make the line slow as well: 512kbit, 10mbit.")
    private Optional<BitRate> rate = Optional.empty();

    @Option(names = "--slot", paramLabel = "TIME[,TIME]",
        description = "Packets gather, and go together when their slot comes: from one to the next 1ms, or 800us,1ms for between the two.")
    private Optional<Slot> slot = Optional.empty();

    @Option(names = "--limit", paramLabel = "PACKETS",
        description = "How many packets may be held at once. Default: twice what rate and delay need, 1000 at least.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--ecn", description = "Mark packets that would be lost, where they can be marked.")
    private boolean ecn;

    @Option(names = "--engine", defaultValue = "auto", paramLabel = "ENGINE", completionCandidates = OptionWords.Engines.class,
        description = "netem (the kernel's), queue (nofin's own) or auto (default): netem where it is and can.")
    private Engine engine;

    @Option(names = "--seed", paramLabel = "N", description = "Where random decisions come from. Default: drawn, and printed.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private OutputOptions output;

    /**
     * A shaping by all these and the command's own effect.
     *
     * @param name   what the fault is called
     * @param effect adds the command's own; it may refuse what cannot be
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

    /** Takes away the option that would say once more what its command says already: {@code nofin delay} has no {@code --delay}. */
    static final class WithoutOwnEffect implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            return new SelectorOptions().transform(command.remove(command.findOption("--" + command.name())));
        }
    }
}
