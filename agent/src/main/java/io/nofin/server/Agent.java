package io.nofin.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import io.nofin.config.AgentConfig;
import io.nofin.config.HostConfigReader;
import io.nofin.inject.CrashRecovery;
import io.nofin.inject.Privileges;
import io.nofin.journal.GuardReserve;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.HostNetwork;
import io.nofin.linux.ServiceManager;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of a host. Closing it, which may be repeated, accepts no more clients, heals and removes everything that clients have
 * begun, and notifies those that follow. When the agent is killed instead, gates close by themselves and guards remove the rest, as
 * for every run.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final String WATCHDOG_NAME = "watchdog";
    private static final long UNDO_SECONDS = 60;
    private static final long TRIM_SECONDS = 10;
    private static final long FAREWELL_SECONDS = 2;

    private final ListeningSocket socket;
    private final Audit audit;
    private final PeerLookup peerLookup;
    private final RequestPools requestPools;
    private final ScheduledExecutorService connectionTimer = Timers.of("nofin-connections", 1);
    private final ScheduledExecutorService chores = Timers.of("nofin-chores", 1);
    private final ConnectionWatch connectionWatch = new ConnectionWatch(connectionTimer);
    private final AgentServices agentServices;
    private final AccessFilter accessFilter;
    private final Javalin http;
    private final ServiceManager manager;
    private final GuardReserve guardReserve = GuardReserve.open();
    private Optional<Watchdog> watchdog = Optional.empty();

    private Agent(AgentConfig config, Path configFile, Configuration configuration, ListeningSocket socket, Audit audit, ServiceManager manager) throws IOException {
        this.socket = socket;
        this.audit = audit;
        this.manager = manager;
        this.peerLookup = new PeerLookup(socket.folder().resolve(WATCHDOG_NAME));
        this.requestPools = new RequestPools(peerLookup, config.limits().sharing(), this::refused);
        this.agentServices = new AgentServices(config, configuration, socket.folder(), requestPools::streams);
        agentServices.metrics().gauge("nofin_connections_cut", "Connections ended since they were too slow.", connectionWatch::cut);
        List<Entrance> doors = doors(config, configFile);
        doors.stream().flatMap(entrance -> entrance.certificates().stream())
            .forEach(certificates -> chores.scheduleWithFixedDelay(certificates::refresh, 1, 1, TimeUnit.SECONDS));
        audit.flushBy(chores);
        MemoryTrimmer memory = new MemoryTrimmer(agentServices::isAtRest);
        chores.scheduleWithFixedDelay(memory::look, TRIM_SECONDS, TRIM_SECONDS, TimeUnit.SECONDS);
        this.accessFilter = new AccessFilter(new Authenticator(doors, config.containerRoot()), peerLookup, config.limits().requestsPerSecond(), audit, agentServices.tickets());
        this.http = Javalin.create(javalin -> configure(javalin, config, doors, accessFilter));
    }

    /**
     * Removes what an earlier agent left, and listens.
     *
     * @param configFile the host's configuration; its part about the agent is read once, its limits again for each run
     * @throws InvalidDocumentException                    when the configuration is wrong
     * @throws io.nofin.unit.BadValueException      when what it names cannot be used, or another agent is there already
     * @throws IOException                          when this host cannot do it
     */
    public static Agent start(Path configFile) throws InvalidDocumentException, IOException {
        Privileges.require();
        HostNetwork.require();
        AgentConfig config = HostConfigReader.read(configFile).agent();
        ListeningSocket socket = ListeningSocket.take(config.socket());
        try {
            CrashRecovery.Outcome leftovers = CrashRecovery.undo(RunDirectory.STANDARD);
            leftovers.removed().forEach((run, count) -> LOG.warn("removed {}, which was killed: {} chains, sets and qdiscs", run, count));
            leftovers.failed().forEach(reason -> LOG.warn("an earlier run could not be removed: {}", reason));
            ServiceManager manager = ServiceManager.of(System.getenv());
            OwnPorts ports = OwnPorts.of(config);
            Configuration configuration = new Configuration(configFile, ports);
            Agent agent = new Agent(config, configFile, configuration, socket, Audit.open(config.audit()), manager);
            agent.listen(config);
            return agent;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        manager.tell("STOPPING=1");
        watchdog.ifPresent(Watchdog::close);
        for (Connector connector : http.jettyServer().server().getConnectors()) {
            connector.shutdown();               // no new clients; connected ones are told how the agent ends
        }
        try {
            agentServices.endAll("the agent, which was stopped", true, UNDO_SECONDS);
            agentServices.closeStreams();
            agentServices.closeTimers(FAREWELL_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopListening();
        guardReserve.close();
        connectionTimer.shutdownNow();
        chores.shutdownNow();
        audit.close();
        socket.close();
    }

    /** Counts a request that was refused before Javalin saw it. */
    private void refused(Request request, ApiError apiError) {
        agentServices.metrics().requested(request.getMethod(), apiError.status(), 0);
        accessFilter.refusedEarly(request, apiError);
    }

    /** Stops Jetty's server itself: Javalin would write a stack trace where a client does not leave in time. */
    private void stopListening() {
        try {
            http.jettyServer().server().stop();
        } catch (Exception e) {                 // declared by Jetty; a TimeoutException for requests that have not ended
            LOG.warn("clients were disconnected: {}", e.toString());
        }
    }

    /** Returns the path of the socket that it listens at. */
    public Path socket() {
        return socket.path();
    }

    private void listen(AgentConfig config) throws IOException {
        try {
            http.start();
        } catch (JavalinException e) {
            throw new IOException("the agent cannot listen: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
        }
        socket.open(config.group());
        watchdog = Optional.of(Watchdog.start(manager, config.socket(), socket.folder().resolve(WATCHDOG_NAME)));
        manager.tell("READY=1\nSTATUS=listening at " + config.socket());
    }

    private void configure(JavalinConfig javalin, AgentConfig config, List<Entrance> doors, AccessFilter accessFilter) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.router.ignoreTrailingSlashes = false;       // RequestPools tells requests apart by their exact paths
        javalin.jetty.threadPool = Listeners.threads("agent");
        javalin.jetty.modifyHttpConfiguration(Listeners::configure);
        javalin.jetty.modifyServer(server -> {
            server.setErrorHandler(new PlainErrors());
            server.setHandler(requestPools);               // Javalin's handler is put behind it
            server.setStopTimeout(TimeUnit.SECONDS.toMillis(FAREWELL_SECONDS));
            server.removeBean(server.getBean(LowResourceMonitor.class));      // Javalin's: it looks each second, and shortens timeouts
        });
        javalin.jetty.modifyServer(server -> server.insertHandler(new RequestCheck(this::refused)));
        for (Entrance entrance : doors) {
            javalin.jetty.addConnector((server, http) -> {
                Listeners listeners = new Listeners(server, peerLookup, config.limits().sharing(), connectionWatch);
                return entrance.isSocket() ? listeners.socket(http, config.socket()) : listeners.tcp(http, entrance);
            });
        }
        javalin.requestLogger.http((request, millis) -> agentServices.metrics().requested(request.method().name(), request.statusCode(), millis / 1e3));
        Routes.add(javalin.routes, accessFilter, agentServices);
    }

    private static List<Entrance> doors(AgentConfig config, Path configFile) throws IOException {
        List<Entrance> doors = new ArrayList<>(List.of(Entrance.socket()));
        for (AgentConfig.Listener listen : config.listen()) {
            doors.add(Entrance.tcp("tcp-" + doors.size(), listen, configFile));
        }
        return doors;
    }
}
