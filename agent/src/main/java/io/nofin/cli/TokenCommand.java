package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.server.NewToken;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin token NAME}. */
@Command(name = "token", mixinStandardHelpOptions = true,
    header = "Create a token for a user of the agent over TCP.",
    description = "Prints the token on standard output, and the line for the tokens file on standard error. The token itself is not stored."
        + " The tokens file must not be readable by others.",
    footerHeading = "%nExample:%n", footer = "  (umask 077; nofin token ci 2>>/etc/nofin/tokens)")
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The name of the token's owner in the audit log.")
    private String name;

    @Option(names = "--reader", description = "Make the token read-only.")
    private boolean reader;

    @Override
    public Integer call() {
        NewToken token = NewToken.draw(name, reader);
        System.err.println(token.line());
        System.out.println(token.token());
        return ExitCode.DONE;
    }
}
