package io.nofin.experiment;

import io.nofin.client.AgentClient;
import io.nofin.client.AgentSocket;
import io.nofin.junit.TestHost;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code nofin agent} as a process of its own, and a client of it. Closing it ends it, and all its faults. */
final class RealAgent implements AutoCloseable {

    private final Nofin process;
    private final AgentClient client;

    private RealAgent(Nofin process, AgentClient client) {
        this.process = process;
        this.client = client;
    }

    /** @param directory for its files; the caller's to remove */
    static RealAgent start(Path directory) throws IOException {
        Path socket = directory.resolve("agent.sock");
        Path configuration = Files.writeString(directory.resolve("nofin.yaml"),
            "nofin: 1\nagent: { socket: " + socket + ", audit: " + directory.resolve("audit.jsonl") + ", group: nogroup }\n");
        Nofin process = Nofin.startHere(directory, "agent", "--config", configuration.toString());
        try {
            process.awaitSaying("the agent is ready");
            return new RealAgent(process, AgentClient.at(new AgentSocket(socket)));
        } catch (Throwable e) {
            process.close();
            throw e;
        }
    }

    AgentClient client() {
        return client;
    }

    /** A lab's host in the notation of the command line: it has no name that another process knows. */
    static String target(TestHost host) {
        return "netns:" + host.namespace();
    }

    @Override
    public void close() throws IOException {
        try (process; client) {
            process.signal("TERM").await().exitedWith(0);
        }
    }
}
