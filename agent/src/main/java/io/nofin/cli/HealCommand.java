package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nofin heal}. */
@Command(name = "heal", mixinStandardHelpOptions = true,
    header = "Remove everything that any run of nofin has in the kernel, even a run that is still going.",
    description = {"Asks active runs to end first (with --target, those that have something there); they report who ended them. Finds the "
        + "rest by its names in the kernel, so it works when everything else about the run is lost. What killed runs left "
        + "is found by their journals in /run/nofin too, with the empty tables they caused. Enters the namespaces of its own "
        + "user namespace, of journals, and those that are named. It warns of any other namespace that cannot be healed."})
final class HealCommand implements Callable<Integer> {

    @Option(names = "--target", paramLabel = "T", description = "Heal only this target. Repeatable. Default: all.")
    private List<String> targets = new ArrayList<>();

    @Mixin
    private BackendOptions backends;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.heal(targets, output.form(), System.out::print));
            return ExitCode.DONE;
        }
    }
}
