package io.nofin.report;

import io.nofin.inject.ArmedFault;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code nofin status} says.
 *
 * @param unknown  namespaces with names of nofin's in them that are not of a run of this host, as far as anybody knows: they belong to
 *                 another user namespace, and no journal tells of them
 * @param problems in words: namespaces that could not be looked into
 */
public record StatusReport(List<Line> lines, List<String> unknown, List<String> problems) {

    /** @param origin the namespace, in the notation of the command line */
    public record Line(String origin, ArmedFault fault) {
    }

    public StatusReport {
        lines = List.copyOf(lines);
        unknown = List.copyOf(unknown);
        problems = List.copyOf(problems);
    }

    public StatusReport(List<Line> lines) {
        this(lines, List.of(), List.of());
    }

    public String text() {
        return table() + unknown.stream().map(origin -> origin + ": unknown, not of a run of this host\n").collect(Collectors.joining())
            + problems.stream().map(problem -> "warning: " + problem + "\n").collect(Collectors.joining());
    }

    private String table() {
        if (lines.isEmpty()) {
            return "nothing is armed\n";
        }
        Columns columns = new Columns("where", "fault", "scenario", "run", "state", "matched");
        for (Line line : lines) {
            ArmedFault fault = line.fault;
            columns.row(line.origin, fault.fault(), fault.scenario(), fault.run(),
                fault.isFiring() ? "firing, " + fault.remainingSeconds() + " s left" : "armed",
                Quantities.packets(fault.packets()) + ", " + Quantities.bytes(fault.bytes()));
        }
        return columns.text();
    }

    public String json() {
        Map<String, Object> fields = Fields.of("armed", lines.stream().map(StatusReport::data).toList());
        if (!unknown.isEmpty()) {
            fields.put("unknown", unknown);
        }
        if (!problems.isEmpty()) {
            fields.put("problems", problems);
        }
        return JsonText.of(fields);
    }

    private static Map<String, Object> data(Line line) {
        ArmedFault fault = line.fault;
        return Fields.of(
            "namespace", line.origin,
            "fault", fault.fault(),
            "scenario", fault.scenario(),
            "run", fault.run(),
            "firing", fault.isFiring(),
            "peers", fault.peers().stream().map(IpNetwork::toString).toList(),
            "remaining-seconds", fault.remainingSeconds(),
            "packets", fault.packets(),
            "bytes", fault.bytes());
    }
}
