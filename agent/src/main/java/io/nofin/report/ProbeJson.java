package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.probe.CallbackRun;
import io.nofin.probe.Latencies;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Reaction;
import io.nofin.probe.Transition;
import io.nofin.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The observations of a probe, as data. Times are in seconds, counted from the start of the timeline unless their key says otherwise. */
final class ProbeJson {

    private ProbeJson() {
    }

    static Map<String, Object> of(MonitorResult result, RunResult run) {
        return JsonFields.of(
            "name", result.name(),
            "from", result.probe().from(),
            "kind", result.probe().check().kind(),
            "check", result.probe().check().toString(),
            "state", result.state().toString(),
            "succeeded", result.succeeded(),
            "failed", result.failed(),
            "last-failure", result.lastFailure().orElse(null),
            "latency", result.latencies().map(ProbeJson::latencies).orElse(null),
            "transitions", result.transitions().stream().map(change -> transition(change, run)).toList(),
            "reactions", result.reactions(run.disturbances()).stream().map(ProbeJson::reaction).toList(),
            "callbacks", result.callbacks().stream().map(callback -> callback(callback, run)).toList());
    }

    private static Map<String, Object> transition(Transition change, RunResult run) {
        return JsonFields.of(
            "at", since(run, change.at()),
            "from", change.from().toString(),
            "to", change.to().toString(),
            "reason", change.reason(),
            "failures", change.failures());
    }

    private static Map<String, Object> reaction(Reaction reaction) {
        return JsonFields.of(
            "faults", reaction.disturbance().faults(),
            "length", JsonFields.seconds(reaction.disturbance().window().length()),
            "state-before", reaction.before().toString(),
            "down-after-beginning", seconds(reaction.down().map(reaction::sinceBeginning)),
            "failed-after-beginning", seconds(reaction.failed().map(reaction::sinceBeginning)),
            "failed-attempts", reaction.failed().map(Transition::failures).orElse(null),
            "up-after-heal", seconds(reaction.up().map(reaction::sinceHeal)),
            "median-latency", seconds(reaction.median()));
    }

    private static Map<String, Object> callback(CallbackRun callback, RunResult run) {
        return JsonFields.of(
            "occasion", callback.occasion().word(),
            "what", callback.what(),
            "at", since(run, callback.started()),
            "took", JsonFields.seconds(callback.took()),
            "succeeded", callback.succeeded(),
            "outcome", callback.outcome());
    }

    static Map<String, Object> latencies(Latencies latencies) {
        return JsonFields.of(
            "shortest", JsonFields.seconds(latencies.shortest()),
            "median", JsonFields.seconds(latencies.median()),
            "p90", JsonFields.seconds(latencies.p90()),
            "p99", JsonFields.seconds(latencies.p99()),
            "longest", JsonFields.seconds(latencies.longest()));
    }

    private static double since(RunResult run, Instant moment) {
        return JsonFields.seconds(Duration.between(run.started(), moment));
    }

    private static Double seconds(Optional<Duration> duration) {
        return duration.map(JsonFields::seconds).orElse(null);
    }
}
