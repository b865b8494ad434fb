package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.run.Judgement;
import io.nofin.witness.ConnectionTimeline;
import io.nofin.witness.DropEvidence;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The observations of the witness, and the results of the expectations, as data. Unknown values are null. */
final class EvidenceJson {

    private EvidenceJson() {
    }

    static Map<String, Object> of(FaultEvidence evidence) {
        return JsonFields.of(
            "fault", evidence.fault(),
            "host", evidence.host(),
            "silent", JsonFields.of(
                "verdict", verdict(evidence.silence().verdict()),
                "fin", evidence.silence().fin(),
                "rst", evidence.silence().rst(),
                "icmp-errors", evidence.silence().icmpErrors(),
                "stopped", evidence.silence().stopped()),
            "cut", evidence.cut().map(EvidenceJson::cut).orElse(null),
            "connections", JsonFields.of(
                "verdict", verdict(evidence.connections().verdict()),
                "before", evidence.connections().before(),
                "same", evidence.connections().same(),
                "opened", evidence.connections().opened()),
            "stories", evidence.stories().stream().map(EvidenceJson::story).toList(),
            "measures", evidence.measures().stream().map(EvidenceJson::measure).toList(),
            "notes", evidence.notes());
    }

    static Map<String, Object> of(Judgement judgement) {
        return JsonFields.of(
            "expected", judgement.expectation().toString(),
            "holds", judgement.holds(),
            "verdict", judgement.verdict().answer().name().toLowerCase(Locale.ROOT),
            "seen", judgement.verdict().reason(),
            "where", judgement.where());
    }

    static Map<String, Object> verdict(Verdict verdict) {
        return JsonFields.of("answer", verdict.answer().name().toLowerCase(Locale.ROOT), "reason", verdict.reason());
    }

    private static Map<String, Object> cut(DropEvidence cut) {
        return JsonFields.of(
            "verdict", verdict(cut.verdict()),
            "left", cut.left(),
            "on-their-way", cut.late(),
            "arrived", cut.arrived(),
            "taken-away", cut.counted().isPresent() ? cut.counted().getAsLong() : null,
            "answered", cut.answered(),
            "forwarded", cut.passing());
    }

    private static Map<String, Object> story(ConnectionTimeline story) {
        return JsonFields.of(
            "connection", story.connection().toString(),
            "detected", seconds(story.detected()),
            "sent-again", story.sentAgain().stream().map(JsonFields::seconds).toList(),
            "heard-again", story.heardAgain().stream().map(JsonFields::seconds).toList(),
            "first-data-after-heal", seconds(story.firstData()),
            "answered-after-heal", seconds(story.answered()),
            "complete", story.complete());
    }

    private static Map<String, Object> measure(Measure measure) {
        return JsonFields.of(
            "what", measure.what(),
            "unit", measure.unit().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            "asked", measure.asked().orElse(null),
            "seen", finite(measure.seen()),
            "low", finite(measure.interval().low()),
            "high", finite(measure.interval().high()),
            "samples", measure.samples(),
            "verdict", verdict(measure.verdict()));
    }

    /** Returns {@code number}, or null where it is infinite: JSON has no infinities. */
    private static Double finite(double number) {
        return Double.isNaN(number) || Double.isInfinite(number) ? null : number;
    }

    private static Double seconds(Optional<Duration> duration) {
        return duration.map(JsonFields::seconds).orElse(null);
    }
}
