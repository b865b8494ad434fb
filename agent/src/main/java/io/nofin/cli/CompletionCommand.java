package io.nofin.cli;

import io.nofin.api.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nofin completion SHELL}. */
@Command(name = "completion", mixinStandardHelpOptions = true,
    header = "Print a script that makes a shell complete nofin's commands, options and words.",
    description = "The packages of nofin install it.",
    footerHeading = "%nInstallation:%n", footer = {
        "  In bash:  source <(nofin completion bash)",
        "  In zsh:   nofin completion zsh >~/.zfunc/_nofin      (a folder of $fpath, before compinit)",
        "  In fish:  nofin completion fish >~/.config/fish/completions/nofin.fish"})
final class CompletionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SHELL", completionCandidates = OptionWords.Shells.class, description = "The shell: bash, zsh or fish.")
    private CompletionShell completionShell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.out.print(completionShell.script(spec.root().commandLine()));
        return ExitCode.DONE;
    }
}
