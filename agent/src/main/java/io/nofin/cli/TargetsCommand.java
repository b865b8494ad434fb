package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nofin targets}. */
@Command(name = "targets", mixinStandardHelpOptions = true, header = "List the targets of this host.",
    description = {"Lists containers, named namespaces, and namespaces that processes are in; the host needs --allow-host. Of containers it shows image, "
        + "networks, addresses, Docker Compose's project and service, and a container whose network is shared: a fault on one is on both."})
final class TargetsCommand implements Callable<Integer> {

    @Mixin
    private BackendOptions backends;

    @Option(names = "--labels", description = "Show the ids and labels of containers, too. --json always has them.")
    private boolean labels;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.targets(output.form(), labels, output.json() ? note -> { } : System.err::println));
            return ExitCode.DONE;
        }
    }
}
