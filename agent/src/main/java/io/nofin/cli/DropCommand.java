package io.nofin.cli;

import io.nofin.scenario.Drop;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nofin drop}. */
@Command(name = "drop", mixinStandardHelpOptions = true, modelTransformer = SelectorOptions.class,
    header = "Let packets vanish silently: no FIN, no RST, no ICMP, no error at the sender.",
    description = "Needs no scenario file, and ends by itself. Ctrl-C heals at once.",
    footerHeading = "%nExample:%n", footer = "  nofin drop --target docker:app --peer docker:redis --port 6379 --for 10s")
final class DropCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private FaultOptions fault;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        return new Execution(fault.scenario(command, Drop::new), fault.backends(), fault.keep(), output).run();
    }
}
