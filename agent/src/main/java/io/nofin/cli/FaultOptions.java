package io.nofin.cli;

import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.KeyDescription;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that describe one fault, from which a scenario is built without a file. */
final class FaultOptions {

    /** The comma between targets; those between labels are one target's. */
    static final String BETWEEN_TARGETS = ",(?!label=)";

    private static final String TARGET = "--target";

    private final CourseOptions course;

    /** @param course the options on when and how long, which are the command's too */
    FaultOptions(CourseOptions course) {
        this.course = course;
    }

    /** Adds the options that come from keys. */
    static void addTo(CommandSpec command) {
        KeyDescription on = FaultKeys.on();
        command.addOption(OptionSpec.builder(TARGET).required(true).paramLabel("T").type(List.class).auxiliaryTypes(String.class)
            .splitRegex(BETWEEN_TARGETS).splitRegexSynopsisLabel(",")
            .description(on.meaning() + " A target is " + TargetKind.NOTATIONS + ". Repeatable, or with commas.").build());
        CourseOptions.addKeysTo(command);
        SelectorOptions.addTo(command);
        connection().addTo(command);
    }

    /** Returns the options for the keys of connections other than their share: {@code --connection-state}. */
    private static KeyOptions connection() {
        List<KeyDescription> others = SelectorKey.CONNECTIONS.within().stream().skip(1).toList();
        return new KeyOptions(others, others.stream().map(KeyDescription::word).toList(), "connection");
    }

    /**
     * Builds a scenario that fires the fault at once, for as long as the options say. The fault has the command's name.
     *
     * @param command the command that was typed, with the options that {@link #addTo} adds
     * @param effect  what happens to the packets, as an entry under {@code faults} has it
     * @throws UsageException when an option's value is wrong, or options do not go together
     */
    Scenario scenario(CommandSpec command, Map<String, Object> effect) throws UsageException {
        NamedTargets known = new NamedTargets();
        List<String> on = new ArrayList<>();
        List<String> targets = command.findOption(TARGET).getValue();
        for (String target : targets) {
            on.add(known.add(CourseOptions.guarded(TargetNotation.parse(target), command)));
        }
        Map<String, Object> entry = new LinkedHashMap<>(Map.of(FaultKeys.on().word(), on));
        entry.putAll(SelectorOptions.entry(command));
        try {
            addConnection(entry, connection().given(command));
            entry.putAll(effect);
            entry.putAll(CourseOptions.settings(command));
            Fault fault = FaultEntry.read(entry, known, Filters.CHECK);
            return course.scenario(command, headline(fault.effect(), command, targets), known.all(), fault);
        } catch (BadValueException e) {
            throw UsageException.of(e);
        }
    }

    private static void addConnection(Map<String, Object> entry, Map<String, Object> others) {
        String key = SelectorKey.CONNECTIONS.word();
        if (!others.isEmpty() && !entry.containsKey(key)) {
            throw new BadValueException("--connection-state without --connections", "add for example --connections 30%");
        }
        if (!others.isEmpty()) {
            Map<String, Object> connections = new LinkedHashMap<>(Map.of(SelectorKey.CONNECTIONS.within().get(0).word(), entry.get(key)));
            connections.putAll(others);
            entry.put(key, connections);
        }
    }

    /** Describes the fault as a person would say it, with peers and ports. */
    private static String headline(Effect effect, CommandSpec command, List<String> targets) {
        List<String> peers = SelectorOptions.values(command, SelectorKey.PEERS);
        List<String> ports = SelectorOptions.values(command, SelectorKey.PORTS);
        return effect + " on " + String.join(", ", targets) + (peers.isEmpty() ? "" : " to " + String.join(", ", peers))
            + (ports.isEmpty() ? "" : ", port " + String.join(", ", ports));
    }
}
