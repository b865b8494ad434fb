package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
    header = "Show what is armed and what is firing now, as found in the kernel.",
    description = {"Looks into every network namespace of this host. Of those of other user namespaces that no journal names, it says only "
        + "whether they have rules of nofin. What a target is called, what a fault does, who owns it, "
        + "and when a long one ends come from the journals in /run/nofin. Says when the kill switch is on."})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private BackendOptions backends;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.status(output.form()));
            return ExitCode.DONE;
        }
    }
}
