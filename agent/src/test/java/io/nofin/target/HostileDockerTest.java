package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import io.nofin.testing.Wait;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A daemon that means harm costs a failed request, not nofin's memory or patience. */
class HostileDockerTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String MUCH = "x".repeat(0x10000);
    private static final long PATIENCE_SECONDS = 60;

    private ServerSocket server;

    /** The words of a daemon: something once, and then something for as long as anybody listens, every so many milliseconds. */
    private record Speech(String first, String forEver, int pauseMs) {

        void to(OutputStream out) throws IOException, InterruptedException {
            out.write(first.getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (!forEver.isEmpty()) {
                out.write(forEver.getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(pauseMs);
            }
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static Stream<Arguments> answersToAList() {
        return Stream.of(
            Arguments.of("a body without an end", new Speech(OK + "\r\n", MUCH, 0), "longer than 8388608 bytes"),
            Arguments.of("a header without an end", new Speech(OK + "X: ", MUCH, 0), "the head is longer than 65536 bytes"),
            Arguments.of("headers without an end", new Speech(OK, "X: x\r\n".repeat(1000), 0), "the head is longer than 65536 bytes"),
            Arguments.of("a status line without an end", new Speech("HTTP/1.1 200 ", MUCH, 0), "the head is longer than 65536 bytes"),
            Arguments.of("a byte now and then", new Speech(OK + "\r\n", " ", 100), "does not answer within 5 s"),
            Arguments.of("nothing at all", new Speech(" ", " ", 60_000), "does not answer within 5 s"),
            Arguments.of("half a head", new Speech(OK, "", 0), "the answer has no head"),
            Arguments.of("a preliminary answer", new Speech("HTTP/1.1 100 Continue\r\n\r\n", "", 0), "status 100"),
            Arguments.of("no HTTP", new Speech("SSH-2.0-OpenSSH_9.2\r\n\r\n", "", 0), "the answer is not HTTP"),
            Arguments.of("another place", whole("302 Found", "Location: file:///etc/passwd\r\n", ""), "status 302"),
            Arguments.of("commands for a terminal", whole("500 Oh", "", "\u001b[2J\u001b]0;owned\u0007"), "status 500: \\u001b[2J"),
            Arguments.of("a complaint without an end", whole("500 Oh", "", "x".repeat(1 << 20)), "x: does docker ps"),
            Arguments.of("nothing", whole("200 OK", "", ""), "no Docker daemon answers so"),
            Arguments.of("no JSON", whole("200 OK", "", "<html>"), "no Docker daemon answers so"),
            Arguments.of("depths", whole("200 OK", "", "[".repeat(1 << 20)), "no Docker daemon answers so"),
            Arguments.of("no containers", whole("200 OK", "", "[" + "{},".repeat(1 << 20) + "{}]"), "no Docker daemon answers so"),
            Arguments.of("an id that leads elsewhere", whole("200 OK", "", "[{\"Id\":\"../../secrets\"}]"), "an id: '../../secrets'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersToAList")
    void refusesAList(String what, Speech speech, String reason) throws IOException {
        answer(speech);
        try (DockerEngine engine = engine()) {
            String message = assertThrows(TargetNotFoundException.class, engine::containers, what).getMessage();

            assertTrue(message.contains(reason) && message.length() < 600, message);
        }
    }

    @Test
    void takesTheFirstTenThousandContainers() throws IOException {
        String container = "{\"Id\":\"" + "3f".repeat(32) + "\"}";
        answer(whole("200 OK", "", "[" + (container + ",").repeat(20_000) + container + "]"));
        try (DockerEngine engine = engine()) {
            assertEquals(10_000, engine.containers().size());
        }
    }

    @Test
    void callsAContainerWithAStrangeNameByItsId() throws IOException {
        answer(whole("200 OK", "", "[{\"Id\":\"" + "3f".repeat(32) + "\",\"Names\":[\"/\\u001b[2J\"],\"State\":\"\\u001b[2J\"}]"));
        try (DockerEngine engine = engine()) {
            assertEquals("3f3f3f3f3f3f in no known state", engine.containers().stream().map(one -> one.name() + " " + one.state()).findFirst()
                .orElseThrow());
        }
    }

    static Stream<Arguments> eventStreams() {
        return Stream.of(
            Arguments.of("a line without an end", new Speech(OK + "\r\n", MUCH, 0)),
            Arguments.of("no JSON", new Speech(OK + "\r\n<html>\n", "", 0)),
            Arguments.of("an error", whole("500 Oh", "", "")),
            Arguments.of("an end", whole("200 OK", "", "")),
            Arguments.of("headers without an end", new Speech(OK, "X: x\r\n", 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("eventStreams")
    void losesAStreamOfEvents(String what, Speech speech) throws Exception {
        answer(speech);
        CountDownLatch lost = new CountDownLatch(1);
        try (DockerEngine engine = engine(); Closeable stream = engine.follow(Instant.now(), event -> { }, lost::countDown)) {
            assertTrue(lost.await(PATIENCE_SECONDS, TimeUnit.SECONDS), what + " was not noticed on " + stream);
        }
    }

    @Test
    void readsEventsNoFasterThanTheyAreLookedAt() throws Exception {
        String event = "{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"" + "3f".repeat(32) + "\"}}\n";
        answer(new Speech(OK + "\r\n", event.repeat(100), 0));
        ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        BoundedExecutor boundedExecutor = new BoundedExecutor(executor, 10);
        CountDownLatch allowed = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1_000);
        AtomicInteger mostWaited = new AtomicInteger();
        Runnable look = () -> {
            await(allowed);
            mostWaited.accumulateAndGet(executor.getQueue().size(), Math::max);
            looked.countDown();
        };
        try (DockerEngine engine = engine(); Closeable stream = engine.follow(Instant.now(), told -> boundedExecutor.execute(look), () -> { })) {
            Wait.until("as many wait as may", () -> executor.getQueue().size() == 9);
            allowed.countDown();

            assertTrue(looked.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "events come to an end on " + stream);
            assertEquals(9, mostWaited.get(), "beside the one that is looked at");
        } finally {
            executor.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Speech whole(String status, String headers, String body) {
        return new Speech("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\nConnection: close\r\n\r\n" + body, "", 0);
    }

    private void answer(Speech speech) {
        Thread daemon = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    BufferedReader request = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                    while (!request.readLine().isEmpty()) {
                        // Whatever it asks.
                    }
                    speech.to(client.getOutputStream());
                } catch (IOException | InterruptedException e) {
                    // The client has had enough, or the test is over.
                }
            }
        });
        daemon.setDaemon(true);
        daemon.start();
    }

    private DockerEngine engine() throws TargetNotFoundException {
        return DockerEngine.at(DockerAddress.parse("tcp://127.0.0.1:" + server.getLocalPort()));
    }
}
