package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.api.JsonText;
import io.nofin.inject.KernelFault;
import io.nofin.run.KillSwitch;
import io.nofin.scenario.Trigger;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The output of {@code nofin status}.
 *
 * @param unknown  namespaces that contain names of nofin's but belong to no known run of this host: another user namespace owns them,
 *                 and no journal names them
 * @param problems messages about namespaces that could not be inspected
 * @param stopped  whether the host's kill switch is on, so that no fault may begin
 */
public record StatusReport(List<Line> lines, List<String> unknown, List<String> problems, boolean stopped) {

    /**
     * A fault in one namespace.
     *
     * @param target the namespace, in the notation of the command line
     * @param what   the effect of the fault and its targets, from the run's journal; empty when the journal is gone
     * @param owner  the owner of the run, from the journal; empty when the journal is gone
     */
    public record Line(String target, KernelFault fault, String what, String owner) {
    }

    public StatusReport {
        lines = List.copyOf(lines);
        unknown = List.copyOf(unknown);
        problems = List.copyOf(problems);
    }

    public StatusReport(List<Line> lines) {
        this(lines, List.of(), List.of(), false);
    }

    public String text() {
        return switchLine() + table() + unknown.stream().map(origin -> origin + ": unknown, not of a run of this host\n").collect(Collectors.joining())
            + problems.stream().map(problem -> "warning: " + problem + "\n").collect(Collectors.joining());
    }

    private String switchLine() {
        return stopped ? "the kill switch is on: no fault begins until " + KillSwitch.FILE + " is removed\n" : "";
    }

    private String table() {
        if (lines.isEmpty()) {
            return "nothing is armed\n";
        }
        Columns columns = new Columns("target", "fault", "does", "state", "matched", "scenario", "run", "by");
        for (Line line : lines) {
            KernelFault fault = line.fault;
            columns.row(Quoted.visible(line.target), fault.fault(), line.what.isEmpty() ? "-" : line.what,
                state(fault),
                Quantities.packets(fault.packets()) + ", " + Quantities.bytes(fault.bytes()),
                fault.scenario(), fault.run(), line.owner);
        }
        return columns.text();
    }

    private static String state(KernelFault fault) {
        String open = Trigger.PacketSeen.isPlace(fault.fault()) ? "waiting" : "firing";
        return fault.isFiring() ? open + ", " + left(fault.remainingSeconds()) + " left" : "armed";
    }

    private static String left(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min " + seconds % 60 + " s"
            : seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }

    public String json() {
        Map<String, Object> fields = JsonFields.of("armed", lines.stream().map(StatusReport::data).toList());
        if (!unknown.isEmpty()) {
            fields.put("unknown", unknown);
        }
        if (!problems.isEmpty()) {
            fields.put("problems", problems);
        }
        if (stopped) {
            fields.put("stopped", true);
        }
        return JsonText.of(fields);
    }

    private static Map<String, Object> data(Line line) {
        KernelFault fault = line.fault;
        return JsonFields.of(
            "namespace", line.target,
            "fault", fault.fault(),
            "does", line.what,
            "owner", line.owner,
            "scenario", fault.scenario(),
            "run", fault.run(),
            "firing", fault.isFiring(),
            "peers", fault.peers().stream().map(IpNetwork::toString).toList(),
            "remaining-seconds", fault.remainingSeconds(),
            "packets", fault.packets(),
            "bytes", fault.bytes());
    }
}
