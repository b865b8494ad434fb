package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;

/** Writes what {@link CallbackReader} reads. */
final class CallbackWriter {

    private CallbackWriter() {
    }

    static String written(Callback callback) {
        FlowMapping form = new FlowMapping();
        if (callback instanceof Callback.Exec exec) {
            form.list("exec", exec.command().words());
        } else if (callback instanceof Callback.Webhook webhook) {
            form.text("webhook", webhook.url().toString());
        }
        return form.add("timeout", Durations.format(callback.timeout())).toString();
    }
}
