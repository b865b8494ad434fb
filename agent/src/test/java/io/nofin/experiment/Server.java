package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.fail;

import io.nofin.junit.TestHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server on a lab host; what it prints is kept in a file until this is closed, which kills it with all that it started. */
final class Server implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final long POLL_MS = 50;
    private static final int LAST_WORDS = 2000;

    private final TestHost host;
    private final Process process;
    private final Path log;
    private final Thread reader;

    private Server(TestHost host, Process process, Path log) {
        this.host = host;
        this.process = process;
        this.log = log;
        this.reader = new Thread(this::keepOutput, "output-of-" + host.name());
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns when it listens on a port; fails the test, with the last that it printed, when it ends or takes too long. */
    static Server start(TestHost host, int port, List<String> command) throws Exception {
        Server server = new Server(host, host.start(command.toArray(String[]::new)), Files.createTempFile("nofin-" + host.name() + "-", ".log"));
        try {
            server.awaitListening(port);
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    TestHost host() {
        return host;
    }

    /** A process that it consists of, by the name of its program. */
    ProcessHandle child(String program) {
        return process.descendants().filter(child -> child.info().command().orElse("").endsWith("/" + program)).findFirst().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        try {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly().waitFor();
            all.forEach(ProcessHandle::destroyForcibly);        // one that has changed its user has forgotten to die with its parent
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(log);
    }

    private void awaitListening(int port) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!host.call(() -> listens(port))) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                String output = Files.readString(log, StandardCharsets.ISO_8859_1);
                fail(host + ": nothing listens on port " + port + (process.isAlive() ? "" : ", and the server has ended") + ": "
                    + output.substring(Math.max(0, output.length() - LAST_WORDS)));
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    private void keepOutput() {
        try (OutputStream file = Files.newOutputStream(log)) {
            process.getInputStream().transferTo(file);
        } catch (IOException e) {
            // the pipe was closed because the server was killed
        }
    }
}
