package io.nofin.run;

import io.nofin.inject.GateMeter;
import io.nofin.lifecycle.Threads;
import io.nofin.plan.Plan;
import io.nofin.target.InterfaceCounters;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads counters several times a second while a run goes on, on a thread of its own. A counter that cannot be read is left out from
 * then on and noted: charts are no reason to end a run. Closing ends it, and may be repeated.
 */
final class Recorder implements AutoCloseable {

    private static final long EVERY_NANOS = 100_000_000;
    private static final long GATES_EVERY_NANOS = 250_000_000;

    /** The inverse of the share of time that reading gates may take, since it starts programs. */
    private static final int SPARING = 20;

    private static final int MOST_READINGS = 10_000;
    private static final int MOST_HOSTS = 16;

    private final RunningProbes runningProbes;
    private final Map<InterfaceCounters, Downsampler> hosts = new LinkedHashMap<>();
    private final Map<String, Downsampler> faults = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = Threads.daemon("nofin-recorder", this::record);
    private Optional<GateMeter> meter = Optional.empty();
    private long nextGates = System.nanoTime();

    private Recorder(RunningProbes runningProbes) {
        this.runningProbes = runningProbes;
    }

    /**
     * @param wanted whether to record; otherwise nothing is done
     * @param plan   armed, and kept so until this is closed
     */
    static Recorder start(boolean wanted, Plan plan, RunHosts runHosts, RunningProbes runningProbes) {
        Recorder recorder = new Recorder(runningProbes);
        if (wanted) {
            recorder.watch(plan, runHosts);
            recorder.thread.start();
        }
        return recorder;
    }

    private void watch(Plan plan, RunHosts runHosts) {
        try {
            meter = Optional.of(GateMeter.open(plan, runHosts.namespaces()));
            for (TargetHost host : runHosts.found().values().stream().limit(MOST_HOSTS).toList()) {
                hosts.put(InterfaceCounters.open(host.namespace()), new Downsampler(host.label(), MOST_READINGS));
            }
        } catch (IOException e) {
            notes.add("not all packets are counted: " + e.getMessage());
        }
        if (runHosts.found().size() > MOST_HOSTS) {
            notes.add("packets are counted on the first " + MOST_HOSTS + " hosts only");
        }
    }

    /** Ends the recording, and returns it; empty where none was wanted. */
    Optional<Recording> stop(long startNanos) {
        boolean wanted = thread.getState() != Thread.State.NEW;
        close();
        return !wanted ? Optional.empty() : Optional.of(new Recording(startNanos, hosts.values().stream().map(Downsampler::track).toList(),
            faults.values().stream().map(Downsampler::track).toList(), runningProbes.samples(), notes));
    }

    @Override
    public void close() {
        end.countDown();
        Threads.join(thread);                   // its programs end soon, and must have ended before the run closes anything
    }

    private void record() {
        try {
            do {
                readAll();
            } while (!end.await(EVERY_NANOS, TimeUnit.NANOSECONDS));
            nextGates = System.nanoTime();
            readAll();
        } catch (IOException | InterruptedException e) {
            notes.add("the recording ended early: " + e.getMessage());
        } finally {
            meter.ifPresent(GateMeter::close);
            hosts.keySet().forEach(Recorder::close);
        }
    }

    private void readAll() throws IOException {
        for (Map.Entry<InterfaceCounters, Downsampler> host : hosts.entrySet()) {
            InterfaceCounters.Count count = host.getKey().read();
            host.getValue().add(new CounterSeries.CounterReading(System.nanoTime(), count.in(), count.out()));
        }
        runningProbes.sample();
        if (meter.isPresent() && System.nanoTime() - nextGates >= 0) {
            readGates(meter.get());
        }
    }

    private void readGates(GateMeter gates) throws IOException {
        long before = System.nanoTime();
        Map<String, GateMeter.Passed> passed = gates.read();
        long now = System.nanoTime();
        passed.forEach((fault, count) -> faults.computeIfAbsent(fault, name -> new Downsampler(name, MOST_READINGS))
            .add(new CounterSeries.CounterReading(before + (now - before) / 2, count.in(), count.out())));
        nextGates = now + Math.max(GATES_EVERY_NANOS, SPARING * (now - before));
    }

    private static void close(InterfaceCounters counters) {
        try {
            counters.close();
        } catch (IOException e) {
            // nothing left to do: Linux frees a descriptor even when close(2) reports an error
        }
    }
}
