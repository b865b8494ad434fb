package io.nofin.cli;

import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.SelectorKey;
import io.nofin.scenario.TargetNotation;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nofin partition A,B / C,D}. */
@Command(name = "partition", mixinStandardHelpOptions = true,
    header = "Cut groups of targets from each other, silently. Within a group traffic goes on.",
    description = {"Needs no scenario file, and ends by itself. Ctrl-C heals at once. A target in two groups reaches the members of both.",
        "Targets that are in no group, and other hosts, are not cut from anyone."},
    footerHeading = "%nExamples:%n", footer = {
        "  nofin partition app,web / redis,db --for 10s",
        "  nofin partition netns:n1,netns:n2 / netns:n3 --for 3s --repeat every=5s,times=4"})
final class PartitionCommand implements Callable<Integer> {

    private static final String NAME = "partition";
    private static final String BETWEEN_GROUPS = "/";

    @Parameters(paramLabel = "GROUP", arity = "1..*",
        description = "Targets separated by commas, and groups separated by a / of its own. A name alone is a container's.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec command;

    private final CourseOptions course = new CourseOptions();

    private final OutputOptions output = new OutputOptions();

    /** Returns the command with the options that come from keys. Its groups are the peers, and it cuts all connections. */
    static CommandSpec described() {
        PartitionCommand command = new PartitionCommand();
        CommandSpec partition = SharedOptions.annotated(command, command.course, command.output);
        CourseOptions.addKeysTo(partition);
        SelectorOptions.addTo(partition, SelectorKey.PEERS, SelectorKey.CONNECTIONS);
        return partition;
    }

    @Override
    public Integer call() throws Exception {
        return new Execution(scenario(), course.backends(), course.keep(), output).run();
    }

    Scenario scenario() throws UsageException {
        NamedTargets known = new NamedTargets();
        List<List<String>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        for (String word : words) {
            if (word.equals(BETWEEN_GROUPS)) {
                groups.add(new ArrayList<>());
            } else {
                addAll(groups.get(groups.size() - 1), word, known);
            }
        }
        try {
            if (groups.size() < 2 || groups.stream().anyMatch(List::isEmpty)) {
                throw new BadValueException("not a partition", "write two groups at least, with a member each");
            }
            Map<String, Object> entry = new LinkedHashMap<>(SelectorOptions.entry(command));
            entry.put(NAME, groups);
            entry.putAll(CourseOptions.settings(command));
            Fault fault = FaultEntry.read(entry, known, Filters.CHECK);
            return course.scenario(command, "partition of " + String.join(" ", words), known.all(), fault);
        } catch (BadValueException e) {
            throw new UsageException("GROUP: " + e.getMessage() + ", as in nofin partition app,web / redis --for 10s");
        }
    }

    private void addAll(List<String> group, String word, NamedTargets known) throws UsageException {
        for (String target : word.split(FaultOptions.BETWEEN_TARGETS, -1)) {
            if (!target.isEmpty()) {
                group.add(known.add(CourseOptions.guarded(spec(target), command)));
            }
        }
    }

    private static TargetSpec spec(String target) {
        return TargetNotation.tryParse(target).orElseGet(() -> new TargetSpec.Docker(target));
    }
}
