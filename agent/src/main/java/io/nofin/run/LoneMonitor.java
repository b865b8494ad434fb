package io.nofin.run;

import io.nofin.probe.Monitor;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Probers;
import io.nofin.probe.Watching;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNames;
import io.nofin.target.Targets;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A probe without a run, in this process. Thread-safe. Closing it closes the target's namespace, too. */
public final class LoneMonitor implements Watching {

    /** The probe's name in threads, events and errors. */
    public static final String NAME = "monitor";

    private final Monitor monitor;
    private final Optional<TargetHost> from;

    private LoneMonitor(Monitor monitor, Optional<TargetHost> from) {
        this.monitor = monitor;
        this.from = from;
    }

    /**
     * Starts a probe for the user of this process.
     *
     * @param from    the target in whose network attempts are made, the first of its namespaces; empty for the calling thread's
     * @param targets the names that stand for targets in the probe
     * @throws IOException when the target is not found, or the host to probe cannot be resolved
     */
    public static LoneMonitor start(Probe probe, Optional<TargetSpec> from, Map<String, TargetSpec> targets, ProbeListener listener)
            throws IOException {
        return start(probe, from, targets, Optional.empty(), new TargetNames.Client(RunAuthority.user(), true), listener);
    }

    /**
     * Starts the only probe of a scenario on behalf of somebody.
     *
     * @throws IOException when the target is not found, the host to probe cannot be resolved, or they may not probe it
     */
    public static LoneMonitor start(Scenario scenario, RunAuthority runAuthority, ProbeListener listener) throws IOException {
        Probe probe = scenario.probes().get(NAME);
        TargetSpec from = scenario.targets().get(probe.from());
        Optional<OutboundPolicy> guard = from instanceof TargetSpec.Host ? Optional.of(SafetyLimits.of(scenario, runAuthority).outboundPolicy()) : Optional.empty();
        return start(probe, Optional.of(from), scenario.targets(), guard, runAuthority.client(), listener);
    }

    private static LoneMonitor start(Probe probe, Optional<TargetSpec> from, Map<String, TargetSpec> targets, Optional<OutboundPolicy> guard,
            TargetNames.Client client, ProbeListener listener) throws IOException {
        Optional<TargetHost> host = from.isEmpty() ? Optional.empty() : Optional.of(Targets.all().resolve(NAME, from.get()).get(0));
        try {
            Probers.Addresses names = new MonitorNames(targets, host, client)::address;
            Probers.Addresses addresses = guard.map(outboundPolicy -> outboundPolicy.guard(probe.check().kind(), names)).orElse(names);
            return new LoneMonitor(Monitor.start(NAME, probe, host.map(TargetHost::namespace), Probers.of(NAME, probe, addresses),
                new SecureRandom().nextLong(), listener), host);
        } catch (IOException | RuntimeException | Error e) {
            host.ifPresent(found -> found.namespace().close());
            throw e;
        }
    }

    @Override
    public MonitorResult result() {
        return monitor.result();
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        return monitor.awaitEnd(limit);
    }

    @Override
    public void stop(Duration patience) {
        monitor.stop(patience);
    }

    @Override
    public void close() {
        monitor.close();
        from.ifPresent(host -> host.namespace().close());
    }
}
