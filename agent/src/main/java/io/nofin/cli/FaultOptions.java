package io.nofin.cli;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Connections;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.SelectorKey;
import io.nofin.scenario.SelectorReader;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that describe one fault, from which a scenario is built without a file. */
final class FaultOptions {

    @Option(names = "--target", required = true, paramLabel = "T",
        description = "The target whose network is faulted: " + TargetKind.NOTATIONS + ". Repeatable.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--connection-state", paramLabel = "STATE",
        description = "Choose from the connections that begin while the fault fires (new), that existed before (established), or all (default).")
    private ConnectionState connectionState;

    @Mixin
    private CourseOptions course;

    BackendOptions backends() {
        return course.backends();
    }

    ArtifactOptions keep() {
        return course.keep();
    }

    /**
     * Builds a scenario without random decisions.
     *
     * @param command the command that was typed, with the options of {@link SelectorOptions}
     * @throws UsageException when an option's value is wrong
     */
    Scenario scenario(CommandSpec command, Supplier<Effect> effect) throws UsageException {
        return scenario(command, OptionalLong.empty(), effect);
    }

    /**
     * Builds a scenario that fires the fault at once, for as long as the options say. The fault has the command's name.
     *
     * @param effect supplies the effect; it may throw {@link io.nofin.unit.BadValueException}
     * @throws UsageException when an option's value is wrong, or options do not go together
     */
    Scenario scenario(CommandSpec command, OptionalLong seed, Supplier<Effect> effect) throws UsageException {
        NamedTargets known = new NamedTargets();
        List<String> on = new ArrayList<>();
        for (String target : targets) {
            on.add(known.add(course.guarded(TargetNotation.parse(target))));
        }
        try {
            Selector selector = inState(SelectorReader.read(SelectorOptions.given(command), known, on, PacketFilter::compile));
            Effect what = effect.get();
            return course.scenario(command.name(), headline(what, command), seed, known.all(),
                new Fault.OnTargets(on, selector, what, course.optional(), course.onRestart(), course.onWipe()));
        } catch (BadValueException e) {
            throw UsageException.of(e);
        }
    }

    /** Describes the fault as a person would say it, with peers and ports. */
    private String headline(Effect effect, CommandSpec command) {
        List<String> peers = SelectorOptions.values(command, SelectorKey.PEERS);
        List<String> ports = SelectorOptions.values(command, SelectorKey.PORTS);
        return effect + " on " + String.join(", ", targets) + (peers.isEmpty() ? "" : " to " + String.join(", ", peers))
            + (ports.isEmpty() ? "" : ", port " + String.join(", ", ports));
    }

    private Selector inState(Selector selector) {
        if (selector.connections().isEmpty() && connectionState != null) {
            throw new BadValueException("--connection-state without --connections", "add for example --connections 30%");
        }
        return connectionState == null ? selector : Selector.Builder.of(selector)
            .connections(new Connections(selector.connections().get().share(), connectionState)).build();
    }
}
