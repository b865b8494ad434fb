package io.nofin.cli;

import io.nofin.report.Quantities;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command for one effect of tc-netem(8). The main values of the other effects can be added by options. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
    description = ShapingCommand.ENDING)
abstract class ShapingCommand implements Callable<Integer> {

    static final String ENDING = "Needs no scenario file, and ends by itself. Ctrl-C heals at once.";

    @Spec
    private CommandSpec command;

    /** Returns a mixin, which is declared last so that help begins with the command's own options. */
    abstract ShapingOptions options();

    /**
     * Adds the command's own effect.
     *
     * @throws io.nofin.unit.BadValueException when the command's own options are wrong, or do not go together
     */
    abstract void addTo(ShapingBuilder shaped);

    /** Returns a note on the added round trip where both directions are delayed, since that is twice what was typed. */
    static Optional<String> roundTrip(Scenario scenario) {
        return scenario.faults().values().stream().filter(fault -> fault.selector().direction() == Direction.BOTH)
            .flatMap(fault -> fault.shaping().flatMap(Shaping::delay).stream())
            .map(delay -> "note     each way is delayed: round trip + " + Quantities.duration(delay.time().multipliedBy(2))).findFirst();
    }

    final Scenario scenario() throws UsageException {
        return options().scenario(command, this::addTo);
    }

    @Override
    public final Integer call() throws Exception {
        Scenario scenario = scenario();
        roundTrip(scenario).ifPresent(System.err::println);
        return new Execution(scenario, options().backends(), options().keep(), options().output()).run();
    }
}
