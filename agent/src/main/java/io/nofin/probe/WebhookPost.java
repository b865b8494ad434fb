package io.nofin.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.scenario.Callback;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts a state as JSON, on a thread of its own: the time limits of {@link HttpURLConnection} are for each read alone, and a server
 * that answers a byte now and then would keep its caller for ever.
 */
final class WebhookPost {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WebhookPost() {
    }

    static CallbackRunner.Outcome send(Callback.Webhook webhook, StateChange change) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) webhook.url().toURL().openConnection(Proxy.NO_PROXY);
        FutureTask<Integer> status = new FutureTask<>(() -> post(connection, JSON.writeValueAsBytes(change.fields()), webhook.timeout()));
        Thread thread = new Thread(status, "nofin-webhook-" + change.probe());
        thread.setDaemon(true);
        thread.start();
        try {
            int code = status.get(webhook.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new CallbackRunner.Outcome("HTTP status " + code, code >= 200 && code < 300);
        } catch (TimeoutException e) {
            return new CallbackRunner.Outcome("no answer within " + Words.of(webhook.timeout()), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CallbackRunner.Outcome("interrupted", false);
        } catch (ExecutionException e) {
            return new CallbackRunner.Outcome(e.getCause().getMessage(), false);
        } finally {
            connection.disconnect();
        }
    }

    private static int post(HttpURLConnection connection, byte[] body, Duration limit) throws IOException {
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);        // without this, it is sent again when no answer comes
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Connection", "close");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return connection.getResponseCode();
    }
}
