package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.backend.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code nofin heal}. */
final class HealCommand implements Callable<Integer> {

    private final OptionSpec targets = OptionSpec.builder("--target").type(List.class).auxiliaryTypes(String.class).paramLabel("T")
        .description("Heal only this target. Repeatable. Default: all.").build();
    private final BackendOptions backends = new BackendOptions();
    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        HealCommand heal = new HealCommand();
        CommandSpec command = SharedOptions.plain(heal, heal.backends, heal.output).name("heal").addOption(heal.targets);
        command.usageMessage().header("Remove everything that any run of nofin has in the kernel, even a run that is still going.").description(
            "Asks active runs to end first (with --target, those that have something there); they report who ended them. Finds the "
            + "rest by its names in the kernel, so it works when everything else about the run is lost. What killed runs left "
            + "is found by their journals in /run/nofin too, with the empty tables they caused. Enters the namespaces of its own "
            + "user namespace, of journals, and those that are named. It warns of any other namespace that cannot be healed.");
        return command;
    }

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            System.out.print(backend.heal(Optional.ofNullable(targets.<List<String>>getValue()).orElse(List.of()), output.form(), System.out::print));
            return ExitCode.DONE;
        }
    }
}
