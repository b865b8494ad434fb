package io.nofin.cli;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.SelectorKey;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that describe one fault, from which a scenario is built without a file. */
final class FaultOptions {

    /** The comma between targets; those between labels are one target's. */
    static final String BETWEEN_TARGETS = ",(?!label=)";

    @Option(names = "--target", required = true, paramLabel = "T", split = BETWEEN_TARGETS, splitSynopsisLabel = ",",
        description = "The target whose network is faulted: " + TargetKind.NOTATIONS + ". Repeatable, or with commas.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--connection-state", paramLabel = "STATE",
        description = "Choose from the connections that begin while the fault fires (new), that existed before (established), or all (default).")
    private ConnectionState connectionState;

    private final CourseOptions course;

    /** @param course the options on when and how long, which are the command's too */
    FaultOptions(CourseOptions course) {
        this.course = course;
    }

    /**
     * Builds a scenario that fires the fault at once, for as long as the options say. The fault has the command's name.
     *
     * @param command the command that was typed, with the options of {@link SelectorOptions}
     * @param effect  what happens to the packets, as an entry under {@code faults} has it
     * @throws UsageException when an option's value is wrong, or options do not go together
     */
    Scenario scenario(CommandSpec command, OptionalLong seed, Map<String, Object> effect) throws UsageException {
        NamedTargets known = new NamedTargets();
        List<String> on = new ArrayList<>();
        for (String target : targets) {
            on.add(known.add(course.guarded(TargetNotation.parse(target))));
        }
        Map<String, Object> entry = new LinkedHashMap<>(Map.of("on", on));
        SelectorOptions.given(command).forEach(given -> entry.put(given.key().word(), given.key().isList() ? given.values() : given.values().get(0)));
        try {
            if (connectionState != null) {
                entry.computeIfPresent(SelectorKey.CONNECTIONS.word(), (key, share) -> Map.of("share", share, "state", connectionState.word()));
                checkConnections(entry);
            }
            entry.putAll(effect);
            entry.putAll(course.settings());
            Fault fault = FaultEntry.read(entry, known, PacketFilter::compile);
            return course.scenario(command.name(), headline(fault.effect(), command), seed, known.all(), fault);
        } catch (BadValueException e) {
            throw UsageException.of(e);
        }
    }

    private static void checkConnections(Map<String, Object> entry) {
        if (!entry.containsKey(SelectorKey.CONNECTIONS.word())) {
            throw new BadValueException("--connection-state without --connections", "add for example --connections 30%");
        }
    }

    /** Describes the fault as a person would say it, with peers and ports. */
    private String headline(Effect effect, CommandSpec command) {
        List<String> peers = SelectorOptions.values(command, SelectorKey.PEERS);
        List<String> ports = SelectorOptions.values(command, SelectorKey.PORTS);
        return effect + " on " + String.join(", ", targets) + (peers.isEmpty() ? "" : " to " + String.join(", ", peers))
            + (ports.isEmpty() ? "" : ", port " + String.join(", ", ports));
    }
}
