package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.api.NofinVersion;
import io.nofin.scenario.TargetKind;
import io.nofin.yaml.InvalidDocumentException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code nofin} command. */
@Command(
    name = "nofin",
    modelTransformer = Commands.class,
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Makes packets vanish silently, or come late, twice or damaged, inside the network namespaces of containers,"
        + " and proves what happened.",
    synopsisSubcommandLabel = "COMMAND",
    description = {"",
        "A target is " + TargetKind.NOTATIONS + ".",
        "",
        "Commands that touch the kernel work through the agent where one listens and the user is root or in the group nofin; else they need root."
            + " --alone, or NOFIN_ALONE=1, works without it; NOFIN_SOCKET names another socket. 'nofin COMMAND --help' says more.",
        ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done", "1:a fault had no effect, an expectation does not hold, or it is not known", "2:the input is wrong", "3:this host cannot do it",
        "4:a target was not found", "5:interrupted; healed", "70:a defect of nofin"},
    footerHeading = "%nExamples:%n",
    footer = {
        "  nofin doctor                                            # what this host can do",
        "  nofin targets                                           # what can be faulted here",
        "  nofin drop --target docker:app --peer docker:redis --port 6379 --for 10s",
        "  nofin delay 100ms --jitter 20ms --loss 1%% --target compose:shop/api --for 10s",
        "  nofin reject --with tcp-reset --protocol tcp --target docker:app --peer 10.0.0.0/8 --for 5s",
        "  nofin partition app,web / redis,db --for 10s            # cuts two groups of containers from each other",
        "  nofin monitor --tcp redis:6379 --target docker:app      # whether app reaches redis",
        "  nofin run /usr/share/doc/nofin/examples/silent-drop.yaml --report DIR",
        "  nofin status                                            # what is armed and firing now, and whose it is",
        "  nofin heal                                              # ends everything"})
public final class Main {

    private static final int HELP_WIDTH = 120;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns its {@link ExitCode}. */
    static int run(String... arguments) {
        try {
            return configured(Commands.named(arguments).orElseGet(() -> new CommandLine(new Main()))).execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
        } catch (LinkageError e) {
            System.err.println("nofin: its native part cannot be loaded: " + e.getMessage() + ": it needs a folder that it may write to and run"
                + " programs from: set TMPDIR, or install the package, which needs none");
            return ExitCode.HOST_CANNOT;
        }
    }

    /** Returns the command with all of its commands. */
    static CommandLine commandLine() {
        return configured(new CommandLine(new Main()));
    }

    private static CommandLine configured(CommandLine commandLine) {
        Converters.register(commandLine);
        commandLine.setExecutionExceptionHandler((failure, command, result) -> report(failure, command));
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setParameterExceptionHandler((misuse, given) -> report(misuse));
        return commandLine;
    }

    /** Reports misuse in one line: the whole usage would hide what is wrong. */
    private static int report(CommandLine.ParameterException misuse) {
        misuse.getCommandLine().getErr().println(UsageHints.line(misuse));
        return ExitCode.WRONG_INPUT;
    }

    private static int report(Exception failure, CommandLine command) {
        int code = ExitCodes.of(failure);
        if (failure instanceof InvalidDocumentException scenario) {
            scenario.problems().forEach(problem -> command.getErr().println(problem));
        } else if (code == ExitCode.DEFECT) {
            command.getErr().println("nofin: this is a defect of nofin, please report it with the text below:");
            failure.printStackTrace(command.getErr());
        } else {
            command.getErr().println("nofin: " + failure.getMessage());
        }
        return code;
    }

    /** Prints the version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"nofin " + NofinVersion.text()};
        }
    }
}
