package io.nofin.cli;

import io.nofin.api.ProbeState;
import io.nofin.client.ConnectionEvents;
import io.nofin.client.ServerEvent;
import io.nofin.lifecycle.Threads;
import io.nofin.probe.Announcer;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Watching;
import io.nofin.report.MonitorJson;
import io.nofin.scenario.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A probe at the agent, whose events this process follows, and whose callbacks it runs. The probe ends when this is closed. May be
 * used from any thread.
 */
final class FollowedMonitor implements Watching {

    private static final String NAME = "monitor";

    private final Probe probe;
    private final ConnectionEvents events;
    private final Announcer announcer;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile MonitorResult latest;
    private volatile boolean stopped;
    private volatile Optional<IOException> failure = Optional.empty();

    private FollowedMonitor(Probe probe, ConnectionEvents events, ProbeListener listener) {
        this.probe = probe;
        this.events = events;
        this.announcer = Announcer.alone(NAME, probe, listener);
        this.latest = new MonitorResult(NAME, probe, ProbeState.CONNECTING, List.of(), 0, 0, Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    static FollowedMonitor follow(Probe probe, ConnectionEvents events, ProbeListener listener) {
        FollowedMonitor monitor = new FollowedMonitor(probe, events, listener);
        Thread reader = Threads.daemon("nofin-monitor-events", monitor::read);
        reader.start();
        return monitor;
    }

    /** @throws IOException when the agent was gone before the probe had ended */
    void check() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public MonitorResult result() {
        return latest;
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        try {
            return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void stop(Duration patience) {
        close();
        announcer.finish(patience);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            events.close();
        } catch (IOException e) {
            // the agent is gone, and the probe with it
        }
    }

    private void read() {
        try {
            for (Optional<ServerEvent> event = events.next(); event.isPresent(); event = events.next()) {
                if (told(event.get())) {
                    return;
                }
            }
            failure = stopped ? Optional.empty() : Optional.of(new IOException("the agent has ended, and what it watched with it"));
        } catch (IOException e) {
            failure = stopped ? Optional.empty() : Optional.of(new IOException("the agent is gone: " + e.getMessage(), e));
        } finally {
            over.countDown();
        }
    }

    /** Passes on an event. Returns whether it was the last one. */
    private boolean told(ServerEvent event) throws IOException {
        if (event.kind().equals(MonitorJson.STATE)) {
            announcer.changed(MonitorJson.transition(event.json()));
        } else {
            latest = MonitorJson.result(NAME, probe, event.json());
        }
        return event.kind().equals(MonitorJson.END);
    }
}
