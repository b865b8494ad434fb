package io.nofin.report;

import io.nofin.api.ProbeState;
import io.nofin.probe.CallbackRun;
import io.nofin.probe.Latencies;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Reaction;
import io.nofin.probe.Transition;
import io.nofin.run.RunResult;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The observations of a probe, in sentences. */
final class ProbeText {

    private static final String INDENT = "  ";
    private static final int MOST_CALLBACKS = 10;

    private ProbeText() {
    }

    static List<String> lines(MonitorResult result, RunResult run) {
        List<String> lines = new ArrayList<>();
        lines.add("probe " + result.name() + ": " + result.probe().check().kind() + " " + result.probe().check() + " from " + result.probe().from()
            + ", every " + Quantities.duration(result.probe().every()));
        result.reactions(run.disturbances()).forEach(reaction -> lines.add(INDENT + reaction(reaction)));
        lines.add(INDENT + "in all: " + Quantities.count(result.succeeded(), "attempt") + " succeeded, " + result.failed() + " failed"
            + result.latencies().map(ProbeText::latencies).orElse("") + "; at the end " + result.state() + lastReason(result));
        result.callbacks().stream().limit(MOST_CALLBACKS).forEach(callback -> lines.add(INDENT + callback(callback, run)));
        if (result.callbacks().size() > MOST_CALLBACKS) {
            lines.add(INDENT + "and " + (result.callbacks().size() - MOST_CALLBACKS) + " more callbacks");
        }
        return lines;
    }

    /** Returns how the probe reacted to one disturbance. */
    static String reaction(Reaction reaction) {
        String name = String.join(", ", reaction.disturbance().faults()) + " ("
            + Quantities.duration(reaction.disturbance().window().length()) + "): ";
        if (reaction.stayedUp()) {
            return name + "stayed up" + median(reaction);
        }
        List<String> parts = new ArrayList<>();
        if (reaction.before() != ProbeState.UP) {
            parts.add(reaction.before() + " when it began");
        }
        reaction.down().ifPresent(down -> parts.add("down " + moment(reaction, down) + " (" + down.reason() + ")"));
        reaction.failed().ifPresent(failed -> parts.add("failed " + moment(reaction, failed) + ", after "
            + Quantities.count(failed.failures(), "attempt")));
        reaction.up().ifPresent(up -> parts.add("up " + moment(reaction, up)));
        if (reaction.up().isEmpty()) {
            parts.add("not up again");
        }
        return name + String.join("; ", parts) + median(reaction);
    }

    /** Returns the median latency of the attempts that succeeded while the disturbance was in force. */
    private static String median(Reaction reaction) {
        return reaction.median().map(median -> "; median " + Quantities.duration(median) + " meanwhile").orElse("");
    }

    private static String moment(Reaction reaction, Transition change) {
        Duration sinceHeal = reaction.sinceHeal(change);
        return sinceHeal.isNegative()
            ? Quantities.duration(reaction.sinceBeginning(change)) + " after it began"
            : Quantities.duration(sinceHeal) + " after the heal";
    }

    private static String latencies(Latencies latencies) {
        return "; median " + Quantities.duration(latencies.median()) + ", 99% within " + Quantities.duration(latencies.p99())
            + ", longest " + Quantities.duration(latencies.longest());
    }

    private static String lastReason(MonitorResult result) {
        return result.lastFailure().filter(reason -> result.state() != ProbeState.UP).map(reason -> " (" + reason + ")").orElse("");
    }

    private static String callback(CallbackRun callback, RunResult run) {
        Duration at = Duration.ofMillis(Duration.between(run.started(), callback.started()).toMillis());
        return callback.occasion().word() + " at " + Durations.seconds(at) + "s: " + callback.what() + ": " + callback.outcome();
    }
}
