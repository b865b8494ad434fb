package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.nofin.api.ProbeState;
import io.nofin.junit.Injection;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.linux.NetworkNamespace;
import io.nofin.probe.Monitor;
import io.nofin.probe.Probers;
import io.nofin.scenario.AfterFailed;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeKind;
import io.nofin.scenario.Retry;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary goes silent behind a pool: what the pool's settings make of that, and what a monitor does. */
@KernelTest
@NofinTest
@Timeout(300)
class PostgresSilentPrimaryTest {

    private static final Duration NEVER = Duration.ZERO;
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int POOL = 2;
    private static final int ATTEMPTS = 10;

    /** TCP doubles its patience each time, beginning with 0.2 s: this takes longer than the socket timeout that others have. */
    private static final int TRANSMISSIONS = 6;

    private static TestHost app;
    @AutoClose
    private static Postgres primary;
    @AutoClose
    private static Postgres replacement;

    @BeforeAll
    static void startServers(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("app", "primary", "replacement");
        app = lab.host("app");
        primary = Postgres.start(lab.host("primary"));
        replacement = Postgres.start(lab.host("replacement"));
    }

    @Test
    void withoutASocketTimeoutThePoolsConnectionsHangAndNobodyGetsAnother(Nofin nofin) throws Exception {
        try (HikariDataSource pool = primary.pool(app, POOL, NEVER, PATIENCE); Injection silence = silence(nofin)) {
            try (Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
                silence.fire();
                List<Future<Boolean>> queries = List.of(Background.start(app, () -> answers(one)), Background.start(app, () -> answers(other)));
                assertThrows(SQLTransientConnectionException.class, pool::getConnection, "all are in use");
                Wait.until("TCP has tried for long", () -> silence.packets() >= POOL * TRANSMISSIONS);
                assertFalse(queries.get(0).isDone() || queries.get(1).isDone(), "they wait, and know nothing");

                silence.heal();
                for (Future<Boolean> query : queries) {
                    assertTrue(query.get(SOON.toSeconds(), TimeUnit.SECONDS));
                }
            }
            silence.report().silent().nothingCrossed().connectionsSurvived();
        }
    }

    @Test
    void withASocketTimeoutConnectionsAreGivenUpAndReplacedAfterTheHeal(Nofin nofin) throws Exception {
        try (HikariDataSource pool = primary.pool(app, POOL, SOCKET_TIMEOUT, PATIENCE); Injection silence = silence(nofin)) {
            try (Connection connection = pool.getConnection()) {
                silence.fire();
                SQLException failure = assertThrows(SQLException.class, () -> answers(connection));
                silence.detected();
                assertInstanceOf(SocketTimeoutException.class, failure.getCause());
            }
            assertFalse(works(pool), "the others in the pool are looked at before they are handed out");

            silence.heal();
            silence.awaitRecovered(SOON, () -> works(pool));
            silence.report().silent().nothingCrossed().detectedWithin(SOON);
        }
    }

    @Test
    void aMonitorFallsBackToTheReplacementAfterTenAttemptsAndReturnsWithThePrimary(Nofin nofin) throws Exception {
        List<ProbeState> states = new CopyOnWriteArrayList<>();
        try (HikariDataSource first = primary.pool(app, POOL, SOCKET_TIMEOUT, PATIENCE);
                HikariDataSource second = replacement.pool(app, POOL, SOCKET_TIMEOUT, PATIENCE);
                Injection silence = silence(nofin)) {
            AtomicReference<DataSource> current = new AtomicReference<>(first);
            try (Monitor monitor = monitor(state -> {
                states.add(state);
                current.set(state == ProbeState.FAILED ? second : state == ProbeState.UP ? first : current.get());
            })) {
                assertTrue(monitor.awaitUp(SOON));
                order(current.get(), "before");
                silence.fire();
                silence.awaitDetected(SOON, () -> current.get() == second);
                order(current.get(), "meanwhile");

                silence.heal();
                silence.awaitRecovered(SOON, () -> current.get() == first && works(first));
                order(current.get(), "after");
            }
            silence.report().silent().nothingCrossed();
        }
        assertEquals(1, states.stream().filter(ProbeState.FAILED::equals).count(), states.toString());
        assertEquals(List.of("before", "after"), primary.orders());
        assertEquals(List.of("meanwhile"), replacement.orders());
    }

    private static Injection silence(Nofin nofin) {
        return nofin.on(app).peers(primary.address()).drop().arm();
    }

    private static Monitor monitor(java.util.function.Consumer<ProbeState> listener) throws Exception {
        ProbeKind probeKind = new ProbeKind.Tcp(new Endpoint(primary.address().getHostAddress(), Postgres.PORT));
        Probe probe = new Probe(app.name(), probeKind, Duration.ofMillis(100), Duration.ofMillis(200), Retry.every(Duration.ofMillis(100), ATTEMPTS),
            AfterFailed.KEEP_TRYING, Map.of());
        return Monitor.start("primary", probe, Optional.of(NetworkNamespace.open(app.namespace())), Probers.of("primary", probe, (host, port) -> primary.address()), 1,
            (name, transition) -> listener.accept(transition.to()));
    }

    private static boolean works(DataSource pool) {
        try (Connection connection = pool.getConnection()) {
            return answers(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean answers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        }
    }

    private static void order(DataSource pool, String name) throws SQLException {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders (name) VALUES ('" + name + "')");
        }
    }
}
