package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.api.JsonText;
import io.nofin.api.ProbeState;
import io.nofin.probe.CallbackRun;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Transition;
import io.nofin.scenario.Probe;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;

/** Formats the events of {@code nofin monitor}, each as a line without a newline. */
public interface MonitorEvents {

    /** Formats moments for a person, to a millisecond: {@code 2026-11-30T09:21:30.079Z}. */
    DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    String changed(Transition transition);

    String calledBack(CallbackRun run);

    String ended(MonitorResult result);

    /** Formats events for a person. */
    static MonitorEvents text(Probe probe, String what) {
        String subject = probe.check().kind() + " " + what;
        return new MonitorEvents() {
            @Override
            public String changed(Transition change) {
                String attempts = change.to() == ProbeState.FAILED ? " after " + Quantities.count(change.failures(), "attempt") : "";
                return MILLIS.format(change.at()) + "  " + subject + "  " + change.to() + attempts + (change.reason().isEmpty() ? "" : ": " + change.reason());
            }

            @Override
            public String calledBack(CallbackRun run) {
                return MILLIS.format(run.started()) + "  " + run.occasion().word() + "  " + run.what() + ": " + run.outcome();
            }

            @Override
            public String ended(MonitorResult result) {
                return subject + ": " + result.state() + " at the end; " + result.succeeded() + " succeeded, " + result.failed() + " failed"
                    + result.latencies().map(latencies -> "; median " + Quantities.duration(latencies.median()) + ", 99% within "
                        + Quantities.duration(latencies.p99())).orElse("")
                    + result.lastFailure().map(reason -> "; last failure: " + reason).orElse("");
            }
        };
    }

    /** Formats events for a machine: an object on each line; times are in seconds, moments as in RFC 3339. */
    static MonitorEvents json(Probe probe, String what) {
        return new MonitorEvents() {
            @Override
            public String changed(Transition change) {
                return JsonText.line(JsonFields.of("event", "state", "at", change.at().toString(), "check", check(),
                    "state", change.to().toString(), "previous-state", change.from().toString(), "reason", change.reason(),
                    "failures", change.failures()));
            }

            @Override
            public String calledBack(CallbackRun run) {
                return JsonText.line(JsonFields.of("event", "callback", "at", run.started().toString(), "check", check(),
                    "occasion", run.occasion().word(), "what", run.what(), "took", JsonFields.seconds(run.took()),
                    "succeeded", run.succeeded(), "outcome", run.outcome()));
            }

            @Override
            public String ended(MonitorResult result) {
                return JsonText.line(JsonFields.of("event", "end", "check", check(), "state", result.state().toString(),
                    "succeeded", result.succeeded(), "failed", result.failed(), "last-failure", result.lastFailure().orElse(null),
                    "latency", result.latencies().map(ProbeJson::latencies).orElse(null)));
            }

            private Map<String, Object> check() {
                return JsonFields.of("kind", probe.check().kind(), "what", what, "from", probe.from());
            }
        };
    }
}
