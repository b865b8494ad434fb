package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nofin status}. */
final class StatusCommand implements Callable<Integer> {

    private final BackendOptions backends = new BackendOptions();
    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        StatusCommand status = new StatusCommand();
        CommandSpec command = SharedOptions.plain(status, status.backends, status.output).name("status");
        command.usageMessage().header("Show what is armed and what is firing now, as found in the kernel.").description(
            "Looks into every network namespace of this host. Of those of other user namespaces that no journal names, it says only "
            + "whether they have rules of nofin. What a target is called, what a fault does, who owns it, "
            + "and when a long one ends come from the journals in /run/nofin. Says when the kill switch is on.");
        return command;
    }

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.status(output.form()));
            return ExitCode.DONE;
        }
    }
}
