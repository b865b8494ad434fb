package io.nofin.backend;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.Finding;
import io.nofin.api.Form;
import io.nofin.api.RunListener;
import io.nofin.client.AgentClient;
import io.nofin.client.AgentSocket;
import io.nofin.client.EndedRun;
import io.nofin.client.Lease;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Carries out everything through an agent. All faults that it arms are under one lease, which dies with this process: the agent then heals
 * and disarms them.
 */
public final class AgentBackend implements Backend {

    private final AgentClient client;
    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();
    private Optional<Lease> lease = Optional.empty();

    private AgentBackend(AgentClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
    }

    /**
     * Returns a backend that is not connected yet: the first request connects.
     *
     * @param user the beginning of the names that its faults have at the agent
     */
    public static AgentBackend at(AgentSocket socket, String user) {
        return new AgentBackend(AgentClient.at(socket),
            user + "-" + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    }

    /** Returns the client by which it talks to the agent; this backend closes it. */
    public AgentClient client() {
        return client;
    }

    /**
     * Takes the lease for the faults that will be armed.
     *
     * @throws IOException when no agent answers
     */
    public synchronized Lease lease() throws IOException {
        if (lease.isEmpty()) {
            lease = Optional.of(client.lease());
        }
        return lease.get();
    }

    /** The connection was let in, so the user has the rights. */
    @Override
    public void requireRights() {
        // see above
    }

    @Override
    public String status(Form form) throws IOException {
        return client.status(form);
    }

    @Override
    public String targets(Form form, boolean labels, Consumer<String> notes) throws IOException {
        return client.targets(form, labels, notes);
    }

    @Override
    public List<Finding> doctor() throws IOException {
        return new ObjectMapper().readValue(client.doctor(Form.JSON), new TypeReference<>() { });
    }

    @Override
    public String heal(List<String> targets, Form form, Consumer<String> partly) throws IOException {
        return client.heal(targets, form);
    }

    @Override
    public String plan(Scenario scenario, Form form) throws InvalidDocumentException, IOException {
        return client.plan(ScenarioWriter.write(scenario), form);
    }

    @Override
    public Outcome run(Scenario scenario, Artifacts artifacts, RunListener listener, Cancellation cancellation) throws InvalidDocumentException, IOException {
        return new RunOutcome(client.run(ScenarioWriter.write(scenario), artifacts, listener, cancellation));
    }

    @Override
    public ArmedFault arm(String fault, Scenario scenario, Duration length) throws InvalidDocumentException, IOException {
        String name = prefix + "-" + number.incrementAndGet();          // the agent has other clients
        client.put(name, FaultBody.of(fault, scenario, length), Optional.of(lease()));
        return new LeasedFault(client, name);
    }

    /** Returns the target as it is written: only root may look whose network it is. */
    @Override
    public Set<String> identities(String name, TargetSpec target) {
        return Set.of(target.toString());
    }

    @Override
    public Optional<LabBuilder> labs() {
        return Optional.empty();
    }

    /** @throws IOException when the agent cannot be told that the faults are over; it ends them by itself then */
    @Override
    public synchronized void close() throws IOException {
        try (client) {
            if (lease.isPresent()) {
                lease.get().close();
            }
        }
    }

    private record RunOutcome(EndedRun run) implements Outcome {

        @Override
        public boolean passed() {
            return run.state().passed();
        }

        @Override
        public boolean interrupted() {
            return run.state().interrupted();
        }

        @Override
        public String report(Form form) throws IOException {
            return run.report(form);
        }

        @Override
        public void captures(CaptureReceiver receiver) throws IOException {
            for (String name : run.captures()) {
                run.capture(name, content -> receiver.receive(name, content));
            }
        }
    }
}
