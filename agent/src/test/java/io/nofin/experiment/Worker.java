package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Part of an application that asks a service over a connection of its own, which it keeps. Not thread-safe. */
final class Worker {

    private static final int TRIES = 8;

    private final HttpClient client;
    private final HttpRequest request;
    private final String answer;

    private Worker(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        this.client = client;
        this.request = request;
        this.answer = ask();
    }

    /**
     * Opens the connection, in the network that the calling thread is in.
     *
     * @param threads that are in that network, too
     * @param service names the connection in each answer
     */
    static Worker start(ExecutorService threads, URI service) throws IOException, InterruptedException {
        return new Worker(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build(),
            HttpRequest.newBuilder(service).build());
    }

    /**
     * Returns whether none of several answers comes sooner than {@code delay}: a single one may be late for other reasons. Fails when they
     * come over another connection.
     */
    boolean isLate(Duration delay) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            assertEquals(answer, ask());
            if (System.nanoTime() - start < delay.toNanos()) {
                return false;
            }
        }
        return true;
    }

    private String ask() throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
