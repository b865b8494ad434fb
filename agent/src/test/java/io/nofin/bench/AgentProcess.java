package io.nofin.bench;

import io.nofin.client.AgentSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An agent as the launcher starts it, with a socket of its own. Closing ends it. */
final class AgentProcess implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private final Process process;
    private final AgentSocket socket;

    private AgentProcess(Process process, AgentSocket socket) {
        this.process = process;
        this.socket = socket;
    }

    /**
     * Returns when it listens.
     *
     * @param nofin      the launcher
     * @param directory  for its files; the caller's to remove
     * @param dockerHost whose containers it sees
     */
    static AgentProcess start(String nofin, Path directory, String dockerHost) throws IOException {
        AgentSocket socket = new AgentSocket(directory.resolve("agent.sock"));
        Path config = Files.writeString(directory.resolve("nofin.yaml"),
            "nofin: 1\nagent:\n  socket: " + socket + "\n  group: root\n  audit: " + directory.resolve("audit.jsonl")
                + "\n  limits: { requests-per-second: 10000 }\n");
        ProcessBuilder builder = new ProcessBuilder(nofin, "agent", "--config", config.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("DOCKER_HOST", dockerHost);
        AgentProcess agent = new AgentProcess(builder.start(), socket);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (socket.access() != AgentSocket.Access.OPEN) {
            if (!agent.process.isAlive() || System.nanoTime() - deadline > 0) {
                agent.close();
                throw new IOException("the agent did not start");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return agent;
    }

    AgentSocket socket() {
        return socket;
    }

    double residentMegabytes() throws IOException {
        return Resources.of(process).residentMegabytes();
    }

    double cpuSeconds() throws IOException {
        return Resources.of(process).cpuSeconds();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
