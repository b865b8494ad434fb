package io.nofin.cli;

import io.nofin.scenario.EffectKey;
import io.nofin.scenario.ShapingKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of {@code nofin}, in the order of its help. A command that is named by the first argument is made alone, since most of
 * the time of a start would go into the others.
 */
final class Commands implements IModelTransformer {

    private static final Map<String, Supplier<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("run", RunCommand::new);
        ALL.put("plan", PlanCommand::new);
        ALL.put("validate", ValidateCommand::new);
        ALL.put("schema", SchemaCommand::new);
        for (EffectKey effect : EffectKey.values()) {
            ALL.put(effect.word(), () -> EffectCommand.alone(effect));
        }
        for (ShapingKey effect : ShapingKey.values()) {
            ALL.put(effect.word(), () -> EffectCommand.shaping(effect));
        }
        ALL.put("partition", PartitionCommand::described);
        ALL.put("compare", CompareCommand::new);
        ALL.put("monitor", MonitorCommand::new);
        ALL.put("status", StatusCommand::new);
        ALL.put("watch", WatchCommand::new);
        ALL.put("ui", UiCommand::new);
        ALL.put("stop", StopCommand::new);
        ALL.put("heal", HealCommand::new);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("targets", TargetsCommand::new);
        ALL.put("agent", AgentCommand::new);
        ALL.put("token", TokenCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("help", HelpCommand::new);
    }

    /** The commands that look at the others. */
    private static final Set<String> ABOUT_OTHERS = Set.of("completion", "help");

    /** Returns the command that the arguments begin with, if it is enough to know that one. */
    static Optional<String> named(String... arguments) {
        return Optional.of(arguments).filter(all -> all.length > 0).map(all -> all[0]).filter(word -> ALL.containsKey(word) && !ABOUT_OTHERS.contains(word));
    }

    @Override
    public CommandSpec transform(CommandSpec nofin) {
        Optional<String> only = ((Main) nofin.userObject()).only();
        ALL.forEach((name, command) -> {
            if (only.isEmpty() || only.get().equals(name)) {
                nofin.addSubcommand(name, new CommandLine(command.get()));
            }
        });
        return nofin;
    }
}
