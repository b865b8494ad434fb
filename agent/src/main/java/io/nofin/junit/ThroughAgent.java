package io.nofin.junit;

import io.nofin.api.Artifacts;
import io.nofin.api.FaultState;
import io.nofin.api.Form;
import io.nofin.client.AgentClient;
import io.nofin.client.AgentSocket;
import io.nofin.client.EndedRun;
import io.nofin.client.Lease;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Injects faults through an agent. All of them are under one lease, which ends with this JVM: the agent then heals and disarms them.
 */
final class ThroughAgent implements Way {

    private static final Artifacts CHARTS = new Artifacts(Optional.empty(), true);

    private final AgentClient client;
    private final Lease lease;
    private final String prefix = "junit-" + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final AtomicInteger number = new AtomicInteger();

    private ThroughAgent(AgentClient client, Lease lease) {
        this.client = client;
        this.lease = lease;
    }

    /**
     * Connects to the agent, and opens a lease.
     *
     * @throws IOException when the agent does not answer, or not as an agent
     */
    static ThroughAgent at(AgentSocket socket) throws IOException {
        AgentClient client = AgentClient.at(socket);
        try {
            return new ThroughAgent(client, client.lease());
        } catch (IOException | RuntimeException e) {
            try (client) {
                throw e;
            }
        }
    }

    @Override
    public Armed arm(FaultRequest order) throws IOException {
        String name = prefix + "-" + number.incrementAndGet();          // names are shared with the agent's other clients
        sent(() -> client.put(name, FaultBody.of(order), Optional.of(lease)));
        return new Kept(name, order);
    }

    @Override
    public Running run(Scenario scenario) throws IOException, InterruptedException {
        String yaml = ScenarioWriter.write(scenario);
        return RunThread.start((listener, cancellation) -> outcome(sent(() -> client.run(yaml, CHARTS, listener, cancellation))));
    }

    /** Identifies networks by the target's notation, since only root may look up whose network a target has. */
    @Override
    public Set<String> identities(String name, TargetSpec target) {
        return Set.of(target.toString());
    }

    @Override
    public boolean buildsLabs() {
        return false;
    }

    @Override
    public void close() {
        try (client; lease) {
            // closing the lease ends the remaining faults
        } catch (IOException e) {
            throw new NofinException("the agent could not be told that the tests have ended; it ends their faults by itself: " + e.getMessage(), e);
        }
    }

    private static RunReport outcome(EndedRun ended) throws IOException {
        String text = ended.report(Form.TEXT);
        String page = ended.report(Form.HTML);
        return RunReport.of(ended.report(Form.JSON), () -> text, () -> page);
    }

    /** A request to the agent. */
    private interface Request<T> {
        T send() throws InvalidDocumentException, IOException;
    }

    private static <T> T sent(Request<T> request) throws IOException {
        try {
            return request.send();
        } catch (InvalidDocumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A fault that the agent keeps armed. */
    private final class Kept implements Armed {

        private final String name;
        private final FaultRequest order;
        private boolean gone;

        private Kept(String name, FaultRequest order) {
            this.name = name;
            this.order = order;
        }

        @Override
        public void fire(Duration length) throws IOException {
            sent(() -> client.fire(name, length));
        }

        @Override
        public void heal() throws IOException {
            sent(() -> client.heal(name));
        }

        @Override
        public void shape(Shaping shaping) throws IOException {
            sent(() -> client.patch(name, FaultBody.of(shaping)));
        }

        @Override
        public boolean isFiring() throws IOException {
            return state().firing();
        }

        @Override
        public long packets() throws IOException {
            return state().packets();
        }

        /** Gets the report in one request, since the agent forgets the fault then. The page contains the data. */
        @Override
        public synchronized RunReport finish() throws IOException {
            String page = client.remove(name, Form.HTML);
            gone = true;
            return RunReport.ofPage(page);
        }

        @Override
        public synchronized void abandon() throws IOException {
            if (!gone) {
                gone = true;
                client.remove(name, Form.TEXT);
            }
        }

        private FaultState state() throws IOException {
            return client.fault(name);
        }
    }
}
