package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.junit.Injection;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.ReliableTransaction;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The line to Redis goes when MULTI and two commands have been sent, before EXEC: what becomes of the client, and of the transaction. */
@KernelTest
@NofinTest
@Timeout(300)
class RedisCutInMultiTest {

    private static final Duration NEVER = Duration.ZERO;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** TCP doubles its patience each time, beginning with 0.2 s: this takes longer than the read timeout that others have. */
    private static final int TRANSMISSIONS = 6;

    private static TestHost app;
    @AutoClose
    private static RedisServer redis;

    @BeforeAll
    static void startRedis(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("app", "redis");
        app = lab.host("app");
        redis = RedisServer.start(lab.host("redis"));
    }

    @Test
    void withoutAReadTimeoutTheClientHangsPastTheEndOfTheCutAndTheTransactionIsAppliedLate(Nofin nofin) throws Exception {
        try (JedisPool pool = pool(NEVER); Jedis jedis = pool.getResource(); Injection cut = armed(nofin)) {
            ReliableTransaction transaction = begun(jedis, "patient");
            cut.fire();
            Future<List<Object>> answer = Background.start(app, transaction::exec);
            Wait.until("TCP has tried for long", () -> cut.packets() >= TRANSMISSIONS);
            assertFalse(answer.isDone(), "it waits");
            assertNull(redis.get("patient"));

            cut.heal();
            assertEquals(List.of(1L, 2L), answer.get(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals("2", redis.get("patient"));
            cut.report().silent().nothingCrossed();
        }
    }

    @Test
    void withAReadTimeoutItFailsInTimeAndReconnectsAndItsResetForgetsTheTransaction(Nofin nofin) throws Exception {
        try (JedisPool pool = pool(READ_TIMEOUT); Injection cut = armed(nofin)) {
            try (Jedis jedis = pool.getResource()) {
                ReliableTransaction transaction = begun(jedis, "impatient");
                cut.fire();
                JedisConnectionException failure = assertThrows(JedisConnectionException.class, transaction::exec);
                cut.detected();
                assertInstanceOf(SocketTimeoutException.class, failure.getCause());
            }
            assertEquals("", undelivered(), "Jedis closes with a reset, and the kernel forgets EXEC");

            cut.heal();
            cut.awaitRecovered(SOON, () -> pongs(pool));
            assertNull(redis.get("impatient"));
            cut.report().silent().nothingCrossed().detectedWithin(SOON);
        }
    }

    @Test
    void whatIsSentIntoTheCutAndClosedWithoutAResetIsAppliedThoughTheClientHasGivenUp(Nofin nofin) throws Exception {
        try (Injection cut = armed(nofin)) {
            giveUp("polite", "EXEC", cut);
            assertFalse(undelivered().isEmpty(), "the kernel still has EXEC");
            assertNull(redis.get("polite"));

            cut.heal();
            Wait.until("EXEC arrives after all", () -> "2".equals(redis.get("polite")));
            cut.report().silent().nothingCrossed();
        }
    }

    @Test
    void aClientThatGivesUpBeforeItSendsExecHasAppliedNothing(Nofin nofin) throws Exception {
        try (Injection cut = armed(nofin)) {
            giveUp("hesitant", "INCR hesitant", cut);

            cut.heal();
            Wait.until("the kernel has delivered the third command, and the end", () -> undelivered().isEmpty());
            assertNull(redis.get("hesitant"));
            cut.report().silent().nothingCrossed();
        }
    }

    private static Injection armed(Nofin nofin) {
        return nofin.on(app).peers(redis.address()).ports(RedisServer.PORT).drop().arm();
    }

    private static JedisPool pool(Duration readTimeout) {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder().connectionTimeoutMillis((int) READ_TIMEOUT.toMillis())
            .socketTimeoutMillis((int) readTimeout.toMillis()).build();
        return new JedisPool(new GenericObjectPoolConfig<>(), redis.connectionsFrom(app, config), config);
    }

    /** Begins a transaction: MULTI and two commands are with the server, which has answered. */
    private static ReliableTransaction begun(Jedis jedis, String key) {
        ReliableTransaction transaction = new ReliableTransaction(jedis.getConnection());
        transaction.incr(key);
        transaction.incr(key);
        return transaction;
    }

    private static boolean pongs(JedisPool pool) {
        try (Jedis jedis = pool.getResource()) {
            return jedis.ping().equals("PONG");
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    /** Gives up as a client does that knows nothing of SO_LINGER: it sends a last command into the cut, waits in vain, and closes. */
    private static void giveUp(String key, String last, Injection cut) throws Exception {
        try (Socket socket = app.call(() -> new Socket(redis.address(), RedisServer.PORT))) {
            socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
            BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String command : List.of("MULTI", "INCR " + key, "INCR " + key)) {
                send(socket, command);
                answers.readLine();
            }
            cut.fire();
            send(socket, last);
            assertThrows(SocketTimeoutException.class, answers::readLine);
        }
    }

    private static void send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the application's connections to Redis that are established, or whose FIN is not acknowledged yet. */
    private static String undelivered() throws Exception {
        return app.run("ss", "-Htn", "state", "established", "state", "fin-wait-1", "dport", "= :" + RedisServer.PORT).output();
    }
}
