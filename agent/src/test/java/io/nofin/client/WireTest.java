package io.nofin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.Form;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client reads and writes HTTP byte for byte, against a server that plays a script over a real socket. */
class WireTest {

    private static final String WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes";
    private static final ApiRequest ASK = ApiRequest.of("GET", "/v1/version");

    @TempDir
    Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;
    private Wire wire;

    @BeforeEach
    void listen() throws IOException {
        AgentSocket socket = new AgentSocket(directory.resolve("agent.sock"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket.path()));
        wire = new Wire(socket);
    }

    @AfterEach
    void end() throws IOException {
        wire.close();
        server.close();
    }

    @Test
    void sendsAHeadAndContent() throws Exception {
        answering(WHOLE);

        assertEquals("yes", wire.text(ApiRequest.of("PUT", "/v1/faults/cut").param("a", "b c").accept(Form.JSON).json(Map.of("for", "1s"))));
        assertEquals(List.of("PUT /v1/faults/cut?a=b+c HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
            + "Content-Length: 12\r\n\r\n{\"for\":\"1s\"}"), requests);
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        answering(WHOLE, WHOLE);

        assertEquals("yes", wire.text(ASK));
        assertEquals("yes", wire.text(ASK));
        assertEquals(1, connections.size());
    }

    @Test
    void takesAnotherConnectionWhereTheServerHasEndedTheFirst() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        answering(() -> {
            converse(WHOLE);
            connections.get(0).close();
            ended.countDown();
            converse(WHOLE);
        });

        assertEquals("yes", wire.text(ASK));
        ended.await();
        assertEquals("yes", wire.text(ASK));
        assertEquals(2, connections.size());
    }

    @Test
    void readsChunksAndTheAnswerBehindThem() throws Exception {
        answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmany\r\n6;x=y\r\n words\r\n0\r\nTrailer: t\r\n\r\n", WHOLE);

        assertEquals("many words", wire.text(ASK));
        assertEquals("yes", wire.text(ASK));
        assertEquals(1, connections.size());
    }

    @Test
    void readsToTheEndOfTheConnectionWhereNoLengthIsSaid() throws Exception {
        answering(() -> {
            converse("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
            connections.get(0).close();
        });

        assertEquals("all of it", wire.text(ASK));
    }

    @Test
    void doesNotTakeAnAnswerThatWasCutForWhole() throws Exception {
        for (String cut : List.of("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyes", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n")) {
            answering(() -> {
                converse(cut);
                connections.get(connections.size() - 1).close();
            });

            IOException failure = assertThrows(IOException.class, () -> wire.text(ASK));
            assertTrue(failure.getMessage().contains("in the middle of an answer"), failure.getMessage());
        }
    }

    @Test
    void readsNoContentBehindAHead() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", WHOLE);

        assertEquals("", wire.text(ApiRequest.of("HEAD", "/v1/version")));
        assertEquals("yes", wire.text(ASK));
    }

    @Test
    void readsTheRefusalOfContentThatNobodyReads() throws Exception {
        answering(() -> {
            SocketChannel connection = server.accept();
            connection.write(ByteBuffer.wrap("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 17\r\n\r\n{\"error\":\"large\"}".getBytes(StandardCharsets.UTF_8)));
            connection.shutdownOutput();
            connections.add(connection);
        });

        try (Reply reply = wire.exchange(ApiRequest.of("POST", "/v1/runs").content("application/yaml", new byte[1 << 20]).waiting(Duration.ofMillis(500)))) {
            assertEquals(413, reply.status());
        }
    }

    @Test
    void waitsForEachByteSoLongAndNoLonger() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyes");

        IOException failure = assertThrows(IOException.class, () -> wire.text(ASK.waiting(Duration.ofMillis(50))));
        assertInstanceOf(SocketTimeoutException.class, failure);
    }

    @Test
    void endsTheWaitingWhenClosedFromElsewhere() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
        Reply reply = wire.exchange(ASK);
        FutureTask<String> reading = new FutureTask<>(reply::text);
        new Thread(reading, "reader").start();

        reply.close();

        assertInstanceOf(IOException.class, assertThrows(ExecutionException.class, reading::get).getCause());
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        server.close();

        assertThrows(AgentUnreachableException.class, () -> wire.exchange(ASK));
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        answering("220 mail.example ESMTP\r\n\r\n");

        AgentUnreachableException failure = assertThrows(AgentUnreachableException.class, () -> wire.exchange(ASK));
        assertTrue(failure.getMessage().contains("220 mail.example ESMTP"), failure.getMessage());
    }

    /** The part of the server in one test. */
    private interface Script {
        void play() throws IOException;
    }

    private void answering(String... answers) {
        answering(() -> converse(answers));
    }

    private void answering(Script script) {
        Thread thread = new Thread(() -> {
            try {
                script.play();
            } catch (IOException e) {
                // The client has ended the connection, which its own assertions tell.
            }
        }, "server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers as many requests on one connection. */
    private void converse(String... answers) throws IOException {
        SocketChannel connection = server.accept();
        connections.add(connection);
        ByteBuffer request = ByteBuffer.allocate(1 << 10);
        for (String answer : answers) {
            connection.read(request.clear());
            String head = StandardCharsets.UTF_8.decode(request.flip()).toString();
            if (head.endsWith("\r\n\r\n") && head.contains("Content-Length: 1")) {
                connection.read(request.clear());
                head += StandardCharsets.UTF_8.decode(request.flip());
            }
            requests.add(head);
            connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
