package io.nofin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
    header = "Show what is armed and what is firing now, as the kernel tells it.",
    description = {"Looks into every network namespace of this host; of those of other user namespaces that no journal tells of it says only",
        "that there are names of nofin's. What a person calls a target, what a fault does, whose it is,",
        "and when a long one ends, the kernel does not know: the journals in /run/nofin tell that. Says when the kill switch is on."})
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
