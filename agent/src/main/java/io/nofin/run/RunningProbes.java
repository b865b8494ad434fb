package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.api.ProbeState;
import io.nofin.probe.ConnectionSample;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.HoldProbe;
import io.nofin.probe.Monitor;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.ProbeThreads;
import io.nofin.probe.Prober;
import io.nofin.probe.Probers;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeKind;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetHost;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.CaptureMemory;
import io.nofin.witness.CaptureScope;
import io.nofin.witness.WireWitness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A scenario's probes, and the captures that watch held connections at both ends. Closing ends them. Not thread-safe. */
final class RunningProbes implements AutoCloseable {

    private static final Duration SLACK = Duration.ofSeconds(1);

    private final RunHosts runHosts;
    private final long seed;
    private final ProbeListener listener;
    private final ProbeThreads threads;
    private final CaptureMemory memory;
    private final List<Session> runningProbes = new ArrayList<>();
    private final List<Monitor> monitors = new ArrayList<>();

    /** A held connection, the capture beside it, and the one at its other end where that is a host of the run. */
    private record Session(HoldProbe probe, WireWitness near, Optional<WireWitness> far) {
    }

    private RunningProbes(RunHosts runHosts, long seed, ProbeListener listener, ProbeThreads threads, CaptureMemory memory) {
        this.runHosts = runHosts;
        this.seed = seed;
        this.listener = listener;
        this.threads = threads;
        this.memory = memory;
    }

    static RunningProbes start(Scenario scenario, RunHosts runHosts, long seed, ProbeListener listener, CaptureMemory memory) throws IOException {
        int callbacks = scenario.probes().values().stream().mapToInt(probe -> probe.callbacks().size()).sum();
        RunningProbes runningProbes = new RunningProbes(runHosts, seed, listener, ProbeThreads.start(callbacks), memory);
        try {
            for (Map.Entry<String, Probe> probe : scenario.probes().entrySet()) {
                runningProbes.start(probe.getKey(), probe.getValue());
            }
            return runningProbes;
        } catch (IOException | RuntimeException | Error e) {
            try (runningProbes) {
                throw e;
            }
        }
    }

    private void start(String name, Probe probe) throws IOException {
        TargetHost from = runHosts.target(probe.from()).get(0);
        OutboundPolicy outboundPolicy = runHosts.outboundPolicy();
        Probers.Addresses addresses = new ProbeAddresses(name, probe.check().kind(), from, runHosts);
        if (runHosts.isHost(probe.from())) {
            addresses = outboundPolicy.guard("probes." + name + "." + probe.check().kind(), addresses);
        }
        Prober contact = probe.check() instanceof ProbeKind.Hold hold
            ? Probers.holding(hold(name, from, probe, hold, addresses)) : Probers.of(name, probe, addresses);
        monitors.add(Monitor.start(name, probe, Optional.of(from.namespace()), contact, seed, listener, threads,
            outboundPolicy.webhooks()));
    }

    private HoldProbe hold(String name, TargetHost from, Probe probe, ProbeKind.Hold hold, Probers.Addresses addresses) throws IOException {
        List<TargetHost> far = runHosts.target(hold.to().host());
        InetAddress address = addresses.of(hold.to().host(), hold.to().port());
        String filter = "(tcp port " + hold.to().port() + " and host " + address.getHostAddress() + ") or icmp or icmp6";
        WireWitness near = WireWitness.watch(from, filter, CaptureScope.CONNECTION, memory.share(1));
        Optional<WireWitness> other = Optional.empty();
        try {
            if (!far.isEmpty()) {
                other = Optional.of(WireWitness.watch(far.get(0), filter, CaptureScope.CONNECTION, memory.share(1)));
            }
            InetSocketAddress to = new InetSocketAddress(address, hold.to().port());
            runningProbes.add(new Session(HoldProbe.start(name, from.namespace(), to, probe.every()), near, other));
            return runningProbes.get(runningProbes.size() - 1).probe;
        } catch (IOException | RuntimeException | Error e) {
            near.close();
            other.ifPresent(WireWitness::close);
            throw e;
        }
    }

    /** Waits until each probe has made its first attempt, so that the state before the first fault is known. */
    void awaitFirstAttempts(Cancellation cancellation) {
        for (Monitor monitor : monitors) {
            long deadline = System.nanoTime() + monitor.result().probe().timeout().plus(SLACK).toNanos();
            await(deadline, cancellation, monitor::awaitFirstAttempt);
        }
    }

    /** Asks the kernel for the state of every held connection. */
    void sample() {
        runningProbes.forEach(session -> session.probe.sample());
    }

    /** Returns all samples, by probe. */
    Map<String, List<ConnectionSample>> samples() {
        Map<String, List<ConnectionSample>> samples = new LinkedHashMap<>();
        runningProbes.forEach(session -> samples.put(session.probe.name(), session.probe.samples()));
        return samples;
    }

    /**
     * Waits until each held connection has carried data since, or is closed, and each probe that was ever up is up again: an attempt that
     * was made before and is still on its way has to end first.
     */
    void awaitRecovery(long sinceNanos, Duration limit, Cancellation cancellation) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Session session : runningProbes) {
            await(deadline, cancellation, patience -> session.probe.awaitAnswer(sinceNanos, patience));
        }
        for (Monitor monitor : monitors) {
            if (monitor.result().transitions().stream().anyMatch(change -> change.to() == ProbeState.UP)) {
                await(deadline, cancellation, patience -> monitor.awaitUpSince(sinceNanos, patience));
            }
        }
    }

    boolean isEmpty() {
        return monitors.isEmpty();
    }

    List<HoldEvidence> evidence(List<TimeSpan> cuts) {
        return runningProbes.stream().map(session -> HoldEvidence.of(session.probe, cuts, session.near, session.far)).toList();
    }

    /** Ends all attempts and, within {@code patience}, their callbacks, and returns the results. */
    List<MonitorResult> stop(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Monitor monitor : monitors) {
            monitor.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        return monitors.stream().map(Monitor::result).toList();
    }

    @Override
    public void close() {
        monitors.forEach(Monitor::close);
        threads.close();
        for (Session session : runningProbes) {
            session.probe.close();
            session.near.close();
            session.far.ifPresent(WireWitness::close);
        }
    }

    /** A wait that can be interrupted by cancellation. */
    private interface Waiting {
        boolean isOver(Duration patience);
    }

    private static void await(long deadline, Cancellation cancellation, Waiting waiting) {
        while (!cancellation.isCancelled() && deadline - System.nanoTime() > 0 && !waiting.isOver(Duration.ofMillis(100))) {
            Thread.onSpinWait();
        }
    }
}
