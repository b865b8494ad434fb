package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.JsonText;
import io.nofin.config.AgentConfig;
import io.nofin.host.TargetList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** The services behind the agent's routes. Closing ends everything that clients have begun. */
final class AgentServices {

    private final Metrics metrics = new Metrics();
    private final EventBroadcast eventBroadcast = new EventBroadcast();
    private final ServerSentEvents serverSentEvents = new ServerSentEvents();
    private final SharedQuery<TargetList> targetLook = new SharedQuery<>("targets", TargetList::now);
    private final ScheduledThreadPoolExecutor leaseTimer = Timers.of("nofin-leases", 1);
    private final ScheduledThreadPoolExecutor targetTimer = Timers.of("nofin-targets", 1);
    private final ScheduledThreadPoolExecutor tellers = Timers.of("nofin-followers", 1);
    private final OneTimeLinks tickets = new OneTimeLinks();
    private final RequestBodies requestBodies;
    private final Configuration configuration;
    private final Permissions permissions;
    private final ScenarioRequestReader scenarioReader;
    private final IntSupplier streamsNow;
    private final Runs runs;
    private final Faults faults;
    private final ClientLeases leases;
    private final TargetWatch targets;

    AgentServices(AgentConfig config, Configuration configuration, Path folder, IntSupplier streamsNow) {
        this.requestBodies = new RequestBodies(config.limits().body().bytes());
        this.permissions = new Permissions(config.trust());
        this.configuration = configuration;
        this.streamsNow = streamsNow;
        this.scenarioReader = new ScenarioRequestReader(requestBodies, configuration);
        this.runs = new Runs(config.limits(), configuration, permissions, folder, eventBroadcast, metrics);
        this.faults = new Faults(config.limits().faultsPerClient(), configuration, permissions, eventBroadcast, metrics, tellers);
        this.leases = new ClientLeases(leaseTimer);
        this.targets = new TargetWatch(eventBroadcast, targetLook, targetTimer);
        metrics.gauge("nofin_runs_going", "Runs in progress.", () -> runs.going().size());
        metrics.gauge("nofin_faults_armed", "Faults that clients keep armed.", () -> faults.all().size());
        metrics.gauge("nofin_faults_firing", "Faults that clients keep and that are firing.", () -> faults.all().stream().filter(fault -> fault.remaining().isPresent()).count());
        metrics.gauge("nofin_leases", "Leases of clients.", leases::count);
        metrics.gauge("nofin_streams", "Clients that follow events.", streamsNow::getAsInt);
    }

    Metrics metrics() {
        return metrics;
    }

    OneTimeLinks tickets() {
        return tickets;
    }

    HostRoutes hostRoutes() {
        return new HostRoutes(requestBodies, configuration, permissions, scenarioReader, targetLook, new HostRoutes.StopAll() {
            @Override
            public List<String> now() {
                return Stream.concat(runs.going().stream().map(run -> "run " + run.id() + " of " + run.owner()),
                    faults.all().stream().map(fault -> "fault " + fault.name() + " of " + fault.owner())).toList();
            }

            @Override
            public void all(String who, long seconds) throws InterruptedException {
                endAll(who, false, seconds);
            }
        });
    }

    RunRoutes runRoutes() {
        return new RunRoutes(runs, leases, scenarioReader, serverSentEvents, tickets);
    }

    FaultRoutes faultRoutes() {
        return new FaultRoutes(faults, leases, requestBodies);
    }

    MonitorRoutes monitorRoutes() {
        return new MonitorRoutes(requestBodies, configuration, permissions, serverSentEvents);
    }

    LeaseRoutes leaseRoutes() {
        return new LeaseRoutes(leases, requestBodies);
    }

    /** Sends all events as they happen. */
    void follow(Context request) throws IOException {
        List<TargetList.Entry> now = targets.begin();
        try {
            serverSentEvents.serve(request, stream -> eventBroadcast.follow(stream, () -> snapshot(now)));
        } finally {
            targets.end();
        }
    }

    /**
     * Heals and removes everything, and refuses anything new if {@code forGood}.
     *
     * @param who who ends it and how, for the owners of runs
     */
    void endAll(String who, boolean forGood, long seconds) throws InterruptedException {
        faults.endAll(forGood);
        runs.stopAll(who, forGood, seconds);
    }

    /** Returns true when no run goes, no fault is armed and no stream is open, so that no client needs this process to be quick. */
    boolean isAtRest() {
        return runs.going().isEmpty() && faults.all().isEmpty() && streamsNow.getAsInt() == 0;
    }

    /** Ends the streams to clients that follow. */
    void closeStreams() {
        serverSentEvents.close();
        eventBroadcast.close();
    }

    /** Ends leases and timers, and refuses new ones. */
    void closeTimers(long seconds) throws InterruptedException {
        for (ScheduledThreadPoolExecutor timer : List.of(leaseTimer, targetTimer, tellers)) {
            timer.shutdownNow();
            timer.awaitTermination(seconds, TimeUnit.SECONDS);
        }
    }

    private String snapshot(List<TargetList.Entry> now) throws IOException {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("runs", runs.all().stream().map(AgentRun::data).toList());
        snapshot.put("faults", FaultRoutes.data(faults.all()));
        snapshot.put("targets", TargetWatch.data(now));
        return JsonText.line(snapshot);
    }
}
