package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.config.HostConfigReader;
import io.nofin.server.Agent;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nofin agent}. */
@Command(name = "agent", mixinStandardHelpOptions = true,
    header = "Serve the HTTP API: run scenarios and keep faults for clients.",
    description = {"Listens on /run/nofin/agent.sock for root and the group nofin, and over TCP where the configuration says so; see "
        + "/v1/openapi.yaml there. SIGTERM and Ctrl-C heal and remove everything before the agent ends."})
final class AgentCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "The host's configuration file. Default: ${DEFAULT-VALUE}.",
        defaultValue = "/etc/nofin/nofin.yaml")
    private Path config = HostConfigReader.FILE;

    private final CompletableFuture<Agent> started = new CompletableFuture<>();

    @Override
    public Integer call() throws Exception {
        Thread onSignal = new Thread(this::healAndHalt, "nofin-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            Agent agent = Agent.start(config);
            started.complete(agent);
            System.err.println("nofin: the agent is ready, at " + agent.socket() + "; 'nofin ui' opens its page");
        } catch (InvalidDocumentException | IOException | RuntimeException e) {
            started.completeExceptionally(e);
            Execution.forget(onSignal);
            throw e;
        }
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    /**
     * Runs as a shutdown hook, which is how the agent ends on SIGTERM or Ctrl-C. An agent that is still starting finishes that first.
     */
    private void healAndHalt() {
        int code = ExitCode.DONE;
        try {
            started.join().close();
        } catch (IOException | RuntimeException e) {
            System.err.println("nofin: " + e.getMessage());
            code = ExitCode.HOST_CANNOT;
        }
        Runtime.getRuntime().halt(code);
    }
}
