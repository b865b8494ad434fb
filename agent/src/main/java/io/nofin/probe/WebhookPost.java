package io.nofin.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.lifecycle.Threads;
import io.nofin.linux.HostNetwork;
import io.nofin.scenario.Callback;
import io.nofin.unit.Quoted;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts a state as JSON, once, to the address that the URL's host has now. Redirections are not followed, so that the server cannot
 * direct the request elsewhere. {@link java.net.HttpURLConnection} would resolve the name a second time. Runs on a thread of its own, which
 * enters the host's network: a server that sends a byte now and then would otherwise block its caller for ever.
 *
 * @param addresses resolves the host, or refuses to
 */
record WebhookPost(Callback.Webhook webhook, Probers.Addresses addresses) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_LINES = 1_000;

    CallbackRunner.Outcome send(StateChange change) throws IOException {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            FutureTask<Integer> status = new FutureTask<>(() -> post(socket, JSON.writeValueAsBytes(change.fields())));
            Thread thread = Threads.daemon("nofin-webhook-" + change.probe(), status);
            thread.start();
            int code = status.get(webhook.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new CallbackRunner.Outcome("HTTP status " + code, code >= 200 && code < 300);
        } catch (TimeoutException e) {
            return new CallbackRunner.Outcome("no answer within " + ProbeFailures.of(webhook.timeout()), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CallbackRunner.Outcome("interrupted", false);
        } catch (ExecutionException e) {
            return new CallbackRunner.Outcome(e.getCause().getMessage(), false);
        }
    }

    private int post(Socket socket, byte[] body) throws IOException {
        HostNetwork.enter();
        URI url = webhook.url();
        boolean encrypted = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80;
        InetAddress address = addresses.of(url.getHost(), port);
        socket.connect(new InetSocketAddress(address, port), (int) webhook.timeout().toMillis());
        Socket channel = encrypted ? encrypted(socket, url.getHost(), port) : socket;
        OutputStream out = channel.getOutputStream();
        out.write(head(url, body.length));
        out.write(body);
        out.flush();
        return status(new BufferedInputStream(channel.getInputStream()));
    }

    /** Wraps the socket in TLS; the certificate must be that of the URL's host. */
    private static Socket encrypted(Socket socket, String host, int port) throws IOException {
        SSLSocket encrypted = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    private static byte[] head(URI url, int length) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        return ("POST " + path + query + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: nofin\r\nContent-Type: application/json"
            + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the first final status: those from 100 to 199 come before it (RFC 9110, 15.2). */
    private static int status(InputStream in) throws IOException {
        boolean informational = false;
        for (int count = 0; count < MOST_LINES; count++) {
            String line = line(in);
            if (informational) {
                informational = !line.isEmpty();
                continue;
            }
            Matcher status = STATUS.matcher(line);
            if (!status.matches()) {
                throw new IOException("the answer is not HTTP: " + Quoted.of(line));
            }
            int code = Integer.parseInt(status.group(1));
            if (code >= 200) {
                return code;
            }
            informational = true;
        }
        throw new IOException("the answer has no end");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() == LONGEST_LINE) {
                throw new IOException(line.size() == 0 ? "closed without an answer" : "the answer is not HTTP");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
