package io.nofin.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.linux.Job;
import io.nofin.scenario.Callback;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Runs one callback to its end, or to the end of its time, in the namespace of the calling thread; an interrupt ends it early. */
final class CallbackRunner {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came of it. */
    record Outcome(String words, boolean succeeded) {
    }

    private CallbackRunner() {
    }

    static Outcome run(Callback callback, String probe, Transition transition) {
        try {
            return callback instanceof Callback.Webhook webhook
                ? post(webhook, probe, transition) : execute((Callback.Exec) callback, probe, transition);
        } catch (IOException e) {
            return new Outcome(e.getMessage(), false);
        }
    }

    private static Outcome execute(Callback.Exec exec, String probe, Transition transition) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        told(probe, transition).forEach((key, value) -> environment.put(variable(key), value.toString()));
        Job.End end = Job.start(exec.command().words(), environment).await(exec.timeout());
        if (end.status().isEmpty()) {
            return new Outcome("killed after " + Words.of(exec.timeout()), false);
        }
        int status = end.status().getAsInt();
        return new Outcome("exit status " + status + (end.lastLine().isEmpty() ? "" : ": " + end.lastLine()), status == 0);
    }

    private static Outcome post(Callback.Webhook webhook, String probe, Transition transition) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) webhook.url().toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout((int) webhook.timeout().toMillis());
            connection.setReadTimeout((int) webhook.timeout().toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Connection", "close");
            try (OutputStream body = connection.getOutputStream()) {
                body.write(JSON.writeValueAsBytes(told(probe, transition)));
            }
            int status = connection.getResponseCode();
            return new Outcome("HTTP status " + status, status >= 200 && status < 300);
        } catch (SocketTimeoutException e) {
            return new Outcome("no answer within " + Words.of(webhook.timeout()), false);
        } finally {
            connection.disconnect();
        }
    }

    private static Map<String, Object> told(String probe, Transition transition) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("probe", probe);
        told.put("state", transition.to().toString());
        told.put("previous-state", transition.from().toString());
        told.put("since", transition.at().toString());
        told.put("reason", transition.reason());
        told.put("attempts", transition.failures());
        return told;
    }

    /** {@code previous-state} becomes {@code NOFIN_PREVIOUS_STATE}. */
    private static String variable(String key) {
        return "NOFIN_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
