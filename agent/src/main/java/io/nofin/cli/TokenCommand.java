package io.nofin.cli;

import io.nofin.server.NewToken;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nofin token NAME}. */
@Command(name = "token", mixinStandardHelpOptions = true,
    header = "Draw a token for somebody who is to reach the agent over TCP.",
    description = "Prints the token, for them, on standard output, and the line for the tokens file on standard error. It is written down nowhere."
        + " The file is not to be readable by others.",
    footerHeading = "%nExample:%n", footer = "  (umask 077; nofin token ci 2>>/etc/nofin/tokens)")
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Whose it is: what the audit log calls them.")
    private String name;

    @Option(names = "--reader", description = "The token is read-only: it changes nothing.")
    private boolean reader;

    @Override
    public Integer call() {
        NewToken token = NewToken.draw(name, reader);
        System.err.println(token.line());
        System.out.println(token.token());
        return ExitCode.DONE;
    }
}
