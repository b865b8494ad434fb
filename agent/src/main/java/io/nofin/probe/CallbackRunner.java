package io.nofin.probe;

import io.nofin.linux.Job;
import io.nofin.scenario.Callback;
import java.io.IOException;

/** Runs one callback to its end, or until its time limit, in the namespace of the calling thread; an interrupt ends it early. */
final class CallbackRunner {

    /** The result of a callback, in words and as success or failure. */
    record Outcome(String words, boolean succeeded) {
    }

    private CallbackRunner() {
    }

    /** @param addresses resolves the hosts of webhooks */
    static Outcome run(Callback callback, StateChange change, Probers.Addresses addresses) {
        try {
            return callback instanceof Callback.Webhook webhook
                ? new WebhookPost(webhook, addresses).send(change) : execute((Callback.Exec) callback, change);
        } catch (IOException e) {
            return new Outcome(e.getMessage(), false);
        }
    }

    private static Outcome execute(Callback.Exec exec, StateChange change) throws IOException {
        Job.End end = Job.start(exec.command().words(), change.environment()).await(exec.timeout());
        if (end.status().isEmpty()) {
            return new Outcome("killed after " + ProbeFailures.of(exec.timeout()), false);
        }
        int status = end.status().getAsInt();
        return new Outcome("exit status " + status + (end.lastLine().isEmpty() ? "" : ": " + end.lastLine()), status == 0);
    }
}
