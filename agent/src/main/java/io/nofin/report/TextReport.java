package io.nofin.report;

import io.nofin.inject.GateCount;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.MonitorResult;
import io.nofin.run.FaultResult;
import io.nofin.run.RunResult;
import io.nofin.unit.Durations;
import io.nofin.witness.FaultEvidence;
import java.util.List;

/** A run's result for a person: a table of faults, what each connection and each probe saw, and the verdict on the last line. */
public final class TextReport {

    private final StringBuilder text = new StringBuilder();

    private TextReport() {
    }

    public static String of(RunResult result) {
        TextReport report = new TextReport();
        report.faults(result.faults());
        for (HoldEvidence evidence : result.connections()) {
            report.text.append('\n');
            ConnectionText.lines(evidence).forEach(report::line);
        }
        for (MonitorResult probe : result.probes()) {
            report.text.append('\n');
            ProbeText.lines(probe, result).forEach(report::line);
        }
        for (FaultEvidence evidence : result.evidence()) {
            report.text.append('\n');
            EvidenceText.lines(evidence).forEach(report::line);
        }
        report.text.append('\n');
        report.expectations(result);
        report.verdict(result);
        return report.text.toString();
    }

    private void faults(List<FaultResult> faults) {
        boolean shapes = faults.stream().flatMap(fault -> fault.counts().stream()).anyMatch(count -> count.shaped().isPresent());
        Columns columns = new Columns("fault", "effect", "on", "direction", "matched", "fired", shapes ? "shaped by" : "");
        for (FaultResult fault : faults) {
            for (GateCount count : fault.counts()) {
                columns.row(fault.name(), fault.effect(), count.gate().host().label(), count.outgoing() ? "out" : "in",
                    Quantities.packets(count.packets()) + ", " + Quantities.bytes(count.bytes()), turns(fault),
                    count.shaped().map(ShapedText::words).orElse(""));
            }
        }
        text.append('\n').append(columns.text());
    }

    private static String turns(FaultResult fault) {
        if (fault.turns().isEmpty()) {
            return "never";
        }
        FaultResult.Turn first = fault.turns().get(0);
        String when = "at " + Durations.format(first.from()) + ", healed at " + Durations.format(first.to());
        return fault.turns().size() == 1 ? when : when + ", " + fault.turns().size() + " times";
    }

    private void expectations(RunResult result) {
        if (!result.judgements().isEmpty()) {
            line("expected:");
            result.judgements().forEach(judgement -> line(EvidenceText.line(judgement)));
        }
    }

    private void verdict(RunResult result) {
        result.problems().forEach(problem -> line("problem: " + problem));
        for (FaultResult fault : result.faults()) {
            Verdicts.whyNothing(fault).forEach(reason -> line((fault.optional() ? "note: " : "") + "fault " + fault.name() + " matched nothing: " + reason));
        }
        line(result.interrupted() ? "INTERRUPTED: healed, nothing is left"
            : result.passed() ? "PASSED: every fault took effect" + (result.judgements().isEmpty() ? "" : ", every expectation holds")
            : "FAILED");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
