package io.nofin.report;

import io.nofin.inject.ArmedFault;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Map;

/** What {@code nofin status} says. */
public record StatusReport(List<Line> lines) {

    /** @param origin the namespace, in the notation of the command line */
    public record Line(String origin, ArmedFault fault) {
    }

    public StatusReport {
        lines = List.copyOf(lines);
    }

    public String text() {
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
        return JsonText.of(Map.of("armed", lines.stream().map(StatusReport::data).toList()));
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
