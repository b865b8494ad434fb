package io.nofin.run;

import io.nofin.probe.HoldEvidence;
import io.nofin.probe.HoldProbe;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNotFoundException;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.witness.WireWitness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A scenario's probes, and the captures that watch them at both ends. Closing ends them. One thread at a time. */
final class Sessions implements AutoCloseable {

    private final List<Session> sessions = new ArrayList<>();

    /** One probe, the capture beside it, and the one at its other end where that is a host of ours. */
    private record Session(HoldProbe probe, WireWitness near, Optional<WireWitness> far) {
    }

    private Sessions() {
    }

    static Sessions start(Scenario scenario, Stage stage) throws IOException {
        Sessions sessions = new Sessions();
        try {
            for (Map.Entry<String, Probe> probe : scenario.probes().entrySet()) {
                if (probe.getValue() instanceof Probe.Hold hold) {
                    sessions.start(probe.getKey(), hold, stage);
                }
            }
            return sessions;
        } catch (IOException | RuntimeException e) {
            try (sessions) {
                throw e;
            }
        }
    }

    private void start(String name, Probe.Hold hold, Stage stage) throws IOException {
        TargetHost from = stage.target(hold.from()).get(0);
        List<TargetHost> far = stage.target(hold.host());
        InetAddress address = far.isEmpty() ? resolved(name, hold.host()) : address(far.get(0));
        String filter = "(tcp port " + hold.port() + " and host " + address.getHostAddress() + ") or icmp or icmp6";
        WireWitness near = WireWitness.watch(from, filter);
        Optional<WireWitness> other = Optional.empty();
        try {
            if (!far.isEmpty()) {
                other = Optional.of(WireWitness.watch(far.get(0), filter));
            }
            HoldProbe probe = HoldProbe.start(name, from.namespace(), new InetSocketAddress(address, hold.port()), hold.every());
            sessions.add(new Session(probe, near, other));
        } catch (IOException | RuntimeException e) {
            near.close();
            other.ifPresent(WireWitness::close);
            throw e;
        }
    }

    /** What the kernel thinks of every connection, now. */
    void sample() {
        sessions.forEach(session -> session.probe.sample());
    }

    /** Waits until each connection has carried something since, or is closed, or the time is up. */
    void awaitAnswers(long sinceNanos, Duration limit, Cancellation cancellation) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Session session : sessions) {
            while (!cancellation.isCancelled() && deadline - System.nanoTime() > 0
                    && !session.probe.awaitAnswer(sinceNanos, Duration.ofMillis(100))) {
                Thread.onSpinWait();
            }
        }
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    List<HoldEvidence> evidence(List<HoldEvidence.Window> cuts) {
        return sessions.stream().map(session -> HoldEvidence.of(session.probe, cuts, session.near, session.far)).toList();
    }

    @Override
    public void close() {
        for (Session session : sessions) {
            session.probe.close();
            session.near.close();
            session.far.ifPresent(WireWitness::close);
        }
    }

    private static InetAddress resolved(String probe, String host) throws TargetNotFoundException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new TargetNotFoundException("probes." + probe + ".hold: '" + host + "' is neither a target of this scenario nor a"
                + " name this host can resolve: name a target, an address, or a name in DNS or /etc/hosts");
        }
    }

    private static InetAddress address(TargetHost host) throws IOException {
        return host.addresses().stream().filter(network -> network.family() == IpFamily.IPV4).findFirst()
            .or(() -> host.addresses().stream().findFirst())
            .map(IpNetwork::address)
            .orElseThrow(() -> new IOException(host.label() + " has no address to connect to: give it one"));
    }
}
