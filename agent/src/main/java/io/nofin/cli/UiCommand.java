package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.client.AgentClient;
import io.nofin.client.LocalPage;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nofin ui}. */
@Command(name = "ui", mixinStandardHelpOptions = true,
    header = "Watch and fault this host in a browser.",
    description = "Serves the agent's page on 127.0.0.1 until Ctrl-C, only to browsers of this user, and prints a link that opens it once. Actions there"
        + " are done in this user's name. Nothing has to be configured.",
    footerHeading = "%nExamples:%n", footer = {"  nofin ui --open",
        "  nofin ui --port 7450         # and elsewhere: ssh -L 7450:127.0.0.1:7450 HOST, then open the link there"})
final class UiCommand implements Callable<Integer> {

    private static final Map<String, String> ENVIRONMENT = System.getenv();

    @Option(names = "--open", description = "Open the link in the desktop's browser, by xdg-open.")
    private boolean open;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "The port. Default: a free one.")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        try (AgentClient agent = BackendOptions.agent(); LocalPage page = serve(agent)) {
            System.out.println(page.link());
            System.out.flush();
            System.err.println("nofin: this link opens the agent's page once, for this user; Ctrl-C ends it");
            if (ENVIRONMENT.containsKey("SSH_CONNECTION")) {
                System.err.println("nofin: from another machine: ssh -L " + page.port() + ":127.0.0.1:" + page.port() + " HOST");
            }
            if (open) {
                open(page.link());
            }
            new CountDownLatch(1).await();          // until a signal ends the process
            return ExitCode.DONE;
        }
    }

    private LocalPage serve(AgentClient agent) throws IOException, UsageException {
        if (port < 0 || port > 65_535) {
            throw new UsageException("not a port: " + port + ": write 0 to 65535");
        }
        try {
            return agent.page(port, users());
        } catch (BindException e) {
            throw new IOException("port " + port + " of 127.0.0.1 cannot be bound (" + e.getMessage() + "): choose another, or leave --port out", e);
        }
    }

    /** Returns the ids of the user who runs this and, under sudo, of the user who ran sudo. */
    private static Set<Integer> users() throws IOException {
        Set<Integer> users = new HashSet<>(Set.of((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
        if (users.contains(0)) {
            Optional.ofNullable(ENVIRONMENT.get("SUDO_UID")).filter(user -> user.matches("[1-9]\\d{0,8}")).map(Integer::valueOf).ifPresent(users::add);
        }
        return users;
    }

    /**
     * Opens the link by xdg-open. Other users may read the link off the command line, but it opens nothing without a socket of this
     * user.
     */
    private static void open(String link) throws IOException {
        try {
            new ProcessBuilder("xdg-open", link).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            System.err.println("nofin: xdg-open not found: open the link yourself");
        }
    }
}
