package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code nofin targets}. */
@Command(name = "targets", mixinStandardHelpOptions = true, header = "List the targets of this host.",
    description = {"Lists containers, named namespaces, and namespaces that processes are in; the host needs --allow-host. Of containers it shows image, "
        + "networks, addresses, Docker Compose's project and service, and a container whose network is shared: a fault on one is on both."})
final class TargetsCommand implements Callable<Integer> {

    private final BackendOptions backends = new BackendOptions();

    @Option(names = "--labels", description = "Show the ids and labels of containers, too. --json always has them.")
    private boolean labels;

    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        TargetsCommand targets = new TargetsCommand();
        return SharedOptions.annotated(targets, targets.backends, targets.output);
    }

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.targets(output.form(), labels, output.json() ? note -> { } : System.err::println));
            return ExitCode.DONE;
        }
    }
}
