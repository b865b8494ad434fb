package io.nofin.cli;

import io.nofin.api.RunEvent;
import io.nofin.report.Quantities;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats the events of a run as lines for a person. */
final class EventLines {

    /** The text that is shown while a run waits for its probes to recover. */
    static final String WAITING = "waiting for the probes to recover";

    private EventLines() {
    }

    static List<String> of(RunEvent event) {
        if (event instanceof RunEvent.Tidied tidied) {
            return tidied(tidied);
        }
        if (event instanceof RunEvent.Armed armed) {
            return armed(armed);
        }
        return List.of(line(event));
    }

    /** Formats a time of the run, right-aligned in its column. */
    static String moment(Duration at) {
        return String.format(Locale.ROOT, "%7.3fs", at.toNanos() / 1e9);
    }

    private static String line(RunEvent event) {
        if (event instanceof RunEvent.Fired fired) {
            return moment(fired.at()) + "  inject " + String.join(", ", fired.faults()) + " for " + Durations.format(fired.length())
                + fired.ramp().map(ramp -> ", " + ramp).orElse("") + ": everywhere in " + Quantities.duration(fired.took());
        }
        if (event instanceof RunEvent.Healed healed) {
            return moment(healed.at()) + "  heal   " + String.join(", ", healed.faults()) + ": everywhere in " + Quantities.duration(healed.took());
        }
        if (event instanceof RunEvent.Followed followed) {
            return moment(followed.at()) + "  follow " + followed.what() + ": the faults have followed " + Quantities.duration(followed.after()) + " after";
        }
        if (event instanceof RunEvent.Wiped wiped) {
            return moment(wiped.at()) + "  WIPED  " + String.join(", ", wiped.faults()) + ": " + wiped.host() + " lost "
                + String.join(", ", wiped.lost()) + (wiped.by().isEmpty() ? "" : ", by " + String.join(" or ", wiped.by()))
                + (wiped.putBack() ? ": put back" : "");
        }
        if (event instanceof RunEvent.ProbeChanged change) {
            return change.at().map(EventLines::moment).orElse(" ".repeat(8)) + "  probe  " + change.probe() + " " + change.to()
                + (change.reason().isEmpty() ? "" : ": " + change.reason());
        }
        return event instanceof RunEvent.Disarmed disarmed
            ? "disarmed in " + Quantities.duration(disarmed.took()) + ", nothing is left" : "         " + WAITING;
    }

    private static List<String> tidied(RunEvent.Tidied tidied) {
        List<String> lines = new ArrayList<>();
        tidied.removed().forEach((run, count) -> lines.add("removed  " + run + ", which was killed: " + count + " chains, sets and qdiscs"));
        tidied.failed().forEach(reason -> lines.add("note     an earlier run could not be removed: " + reason));
        return lines;
    }

    private static List<String> armed(RunEvent.Armed armed) {
        List<String> lines = new ArrayList<>();
        lines.add("armed    run " + armed.run() + ", " + Quantities.count(armed.gates(), "gate") + " in "
            + Quantities.count(armed.namespaces(), "namespace") + ", in " + Quantities.duration(armed.took()));
        armed.shaping().forEach(shape -> lines.add("shaping  " + shape));
        armed.seed().ifPresent(seed -> lines.add("seed     " + seed));
        armed.notes().forEach(note -> lines.add("note     " + note));
        return lines;
    }
}
