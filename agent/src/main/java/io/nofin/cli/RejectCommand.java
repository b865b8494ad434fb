package io.nofin.cli;

import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nofin reject}. */
@Command(name = "reject", mixinStandardHelpOptions = true, modelTransformer = SelectorOptions.class,
    header = "Drop packets, and tell their sender by a TCP reset or an ICMP error.",
    description = "Needs no scenario file, and ends by itself. Ctrl-C heals at once.",
    footerHeading = "%nExample:%n", footer = "  nofin reject --target netns:app --port 5432 --with tcp-reset --for 10s")
final class RejectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private FaultOptions fault;

    @Option(names = "--with", defaultValue = "icmp-port-unreachable", paramLabel = "KIND", completionCandidates = OptionWords.RejectKinds.class,
        description = "The answer: tcp-reset, or an ICMP type of iptables-extensions(8), for example icmp-host-unreachable."
            + " IPv6 gets its counterpart. Default: ${DEFAULT-VALUE}.")
    private RejectWith with;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        return new Execution(fault.scenario(command, () -> new Reject(with)), fault.backends(), fault.keep(), output).run();
    }
}
