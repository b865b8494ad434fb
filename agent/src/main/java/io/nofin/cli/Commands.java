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
        ALL.put("run", RunCommand::described);
        ALL.put("plan", PlanCommand::described);
        ALL.put("validate", ValidateCommand::described);
        ALL.put("schema", SchemaCommand::new);
        for (EffectKey effect : EffectKey.values()) {
            ALL.put(effect.word(), () -> EffectCommand.alone(effect));
        }
        for (ShapingKey effect : ShapingKey.values()) {
            ALL.put(effect.word(), () -> EffectCommand.shaping(effect));
        }
        ALL.put("partition", PartitionCommand::described);
        ALL.put("compare", CompareCommand::described);
        ALL.put("monitor", MonitorCommand::described);
        ALL.put("status", StatusCommand::described);
        ALL.put("watch", WatchCommand::new);
        ALL.put("ui", UiCommand::new);
        ALL.put("stop", StopCommand::new);
        ALL.put("heal", HealCommand::described);
        ALL.put("doctor", DoctorCommand::described);
        ALL.put("targets", TargetsCommand::described);
        ALL.put("agent", AgentCommand::new);
        ALL.put("token", TokenCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("help", HelpCommand::new);
    }

    /** The commands that look at the others. */
    private static final Set<String> ABOUT_OTHERS = Set.of("completion", "help");

    /**
     * Returns the command {@code nofin} with only the command that the arguments begin with; empty where it takes more to know what they
     * mean. What the help of {@code nofin} says is not read then.
     */
    static Optional<CommandLine> named(String... arguments) {
        return Optional.of(arguments).filter(all -> all.length > 0).map(all -> all[0]).filter(word -> ALL.containsKey(word) && !ABOUT_OTHERS.contains(word))
            .map(Commands::alone);
    }

    private static CommandLine alone(String word) {
        CommandSpec nofin = CommandSpec.wrapWithoutInspection(null, OptionValues.FACTORY).name("nofin");
        return made(nofin.addSubcommand(word, made(ALL.get(word).get())));
    }

    private static CommandLine made(Object command) {
        return new CommandLine(command, OptionValues.FACTORY);
    }

    @Override
    public CommandSpec transform(CommandSpec nofin) {
        ALL.forEach((name, command) -> nofin.addSubcommand(name, made(command.get())));
        return nofin;
    }
}
