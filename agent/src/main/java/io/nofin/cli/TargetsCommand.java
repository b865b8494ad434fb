package io.nofin.cli;

import io.nofin.host.TargetList;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin targets}. */
@Command(name = "targets", mixinStandardHelpOptions = true, header = "List what can be targeted here.",
    description = "Containers, named namespaces, and namespaces that processes are in; the host needs --allow-host.")
final class TargetsCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        TargetList targets = TargetList.now();
        if (output.json()) {
            System.out.print(targets.json());
            return ExitCode.DONE;
        }
        System.out.print(targets.text());
        targets.dockerProblem().ifPresent(problem -> System.err.println("no containers: " + problem));
        return ExitCode.DONE;
    }
}
