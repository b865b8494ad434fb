package io.nofin.report;

import io.nofin.inject.GateCount;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.run.FaultResult;
import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import io.nofin.witness.FaultEvidence;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run's result for a person, who reads its end first: what each connection, probe and wire saw, then a table of faults, then the
 * expectations, and the verdict on the last line.
 */
public final class TextReport {

    private static final int MOST_NAMED = 4;        // hosts in one row
    private static final int MOST_REASONS = 6;      // lines about one fault

    private final StringBuilder text = new StringBuilder();

    private TextReport() {
    }

    public static String of(RunResult result) {
        TextReport report = new TextReport();
        for (HoldEvidence evidence : result.connections()) {
            report.block(ConnectionText.lines(evidence, result.disturbances()));
        }
        for (MonitorResult probe : result.probes()) {
            report.block(ProbeText.lines(probe, result));
        }
        for (FaultEvidence evidence : result.evidence()) {
            report.block(EvidenceText.lines(evidence));
        }
        result.triggered().forEach(trigger -> report.block(TriggerText.lines(trigger)));
        report.faults(result);
        report.expectations(result.judgements());
        report.verdict(result);
        return report.text.toString();
    }

    private void block(List<String> lines) {
        text.append('\n');
        lines.forEach(this::line);
    }

    private void faults(RunResult result) {
        boolean shapes = result.faults().stream().flatMap(fault -> fault.counts().stream()).anyMatch(count -> count.shaped().isPresent());
        Columns columns = new Columns("fault", "effect", "on", "direction", "matched", "fired", shapes ? "shaped by" : "");
        for (FaultResult fault : result.faults()) {
            Set<String> idle = idle(result, fault);
            for (GateCount count : fault.counts()) {
                String host = Quantities.host(result, count.gate().host());
                if (!idle.contains(host)) {
                    columns.row(fault.name(), fault.effect(), host, count.side().word(), Quantities.matched(count), turns(fault),
                        count.shaped().map(ShapedText::words).orElse(""));
                }
            }
            if (!idle.isEmpty()) {
                columns.row(fault.name(), fault.effect(), some(idle), "", Quantities.packets(0), turns(fault), "");
            }
        }
        text.append('\n').append(columns.text());
    }

    /** Returns the hosts where a fault matched no packet, to share one row: a partition of many has many of them. One alone has rows of its own. */
    private static Set<String> idle(RunResult result, FaultResult fault) {
        Map<String, Long> packets = new LinkedHashMap<>();
        fault.counts().forEach(count -> packets.merge(Quantities.host(result, count.gate().host()), count.packets(), Long::sum));
        packets.values().removeIf(met -> met > 0);
        return packets.size() > 1 ? packets.keySet() : Set.of();
    }

    private static String some(Set<String> hosts) {
        return hosts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
            + (hosts.size() > MOST_NAMED ? " and " + (hosts.size() - MOST_NAMED) + " more" : "");
    }

    private static String turns(FaultResult fault) {
        if (fault.turns().isEmpty()) {
            return "never";
        }
        FaultResult.Turn first = fault.turns().get(0);
        String when = "at " + Quantities.moment(first.from()) + ", healed at " + Quantities.moment(first.to());
        return fault.turns().size() == 1 ? when : when + ", " + fault.turns().size() + " times";
    }

    /** Adds the expectations; those that do not hold come last, where they are noticed. */
    private void expectations(List<Judgement> judgements) {
        if (!judgements.isEmpty()) {
            block(judgements.stream().sorted(Comparator.comparing(Judgement::holds).reversed()).map(EvidenceText::line).toList());
        }
    }

    private void verdict(RunResult result) {
        text.append('\n');
        result.problems().forEach(problem -> line("problem: " + problem));
        for (FaultResult fault : result.faults()) {
            List<String> reasons = NoEffectReasons.lines(fault);
            reasons.stream().limit(MOST_REASONS).forEach(this::line);
            if (reasons.size() > MOST_REASONS) {
                line("fault " + fault.name() + ": " + (reasons.size() - MOST_REASONS) + " more lines like these; --json and --report have them all");
            }
        }
        Conclusion conclusion = Conclusion.of(result);
        line(conclusion.word() + ": " + conclusion.sentence());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
