package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.api.RunState;
import io.nofin.client.AgentClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nofin stop RUN}. */
@Command(name = "stop", mixinStandardHelpOptions = true,
    header = "End a run of the agent: heal its faults and remove its rules.",
    description = "A client that waits for it gets its report, and exit code 5. 'nofin heal' ends everything.")
final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The id of the run, as 'nofin status' and 'nofin watch' show it, or the name of its scenario.")
    private String run;

    @Override
    public Integer call() throws IOException, UsageException {
        try (AgentClient agent = BackendOptions.agent()) {
            RunState stopped = agent.stop(find(agent.runs().stream().filter(known -> !known.phase().isOver()).toList()));
            System.out.println("stopped run " + name(stopped) + " of " + stopped.scenario() + ": nothing is left of it");
            return ExitCode.DONE;
        }
    }

    private String find(List<RunState> going) throws UsageException {
        List<RunState> meant = going.stream().filter(one -> List.of(one.id(), one.scenario()).contains(run)).toList();
        if (meant.size() == 1) {
            return meant.get(0).id();
        }
        throw new UsageException(meant.isEmpty()
            ? "no such run: '" + run + "': " + (going.isEmpty() ? "the agent has none now" : "there are " + listed(going))
            : "more than one run of '" + run + "': name one of " + listed(meant));
    }

    private static String listed(List<RunState> runs) {
        return runs.stream().map(one -> name(one) + " (" + one.scenario()
            + (one.description().isEmpty() ? "" : ": " + one.description()) + ")").collect(Collectors.joining(", "));
    }

    private static String name(RunState run) {
        return run.id();
    }
}
