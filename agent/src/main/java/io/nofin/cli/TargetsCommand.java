package io.nofin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin targets}. */
@Command(name = "targets", mixinStandardHelpOptions = true, header = "List what can be targeted here.",
    description = "Containers, named namespaces, and namespaces that processes are in; the host needs --allow-host.")
final class TargetsCommand implements Callable<Integer> {

    @Mixin
    private BackendOptions backends;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.targets(output.form()));
            return ExitCode.DONE;
        }
    }
}
