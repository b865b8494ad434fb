package io.nofin.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nofin heal}. */
@Command(name = "heal", mixinStandardHelpOptions = true,
    header = "Remove everything that any run of nofin has in the kernel, also a run that is still going.",
    description = {"Living runs are asked to end first, and say who ended them; with --target, those that have something there. Finds the",
        "rest by its names in the kernel: works when everything else about the run is lost. What runs left that were",
        "killed is found by their journals in /run/nofin too, with the empty tables they caused. Goes into the namespaces of its own",
        "user namespace, of journals, and those that are named; one that resists and is none of these is a warning."})
final class HealCommand implements Callable<Integer> {

    @Option(names = "--target", paramLabel = "T", description = "Heal these targets only. Repeatable. Default: everywhere.")
    private List<String> targets = new ArrayList<>();

    @Mixin
    private BackendOptions backends;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.heal(targets, output.form()));
            return ExitCode.DONE;
        }
    }
}
