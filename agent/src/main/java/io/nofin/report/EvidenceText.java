package io.nofin.report;

import io.nofin.run.Judgement;
import io.nofin.witness.ConnectionTimeline;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The observations of the witness, and the results of the expectations, in lines. */
final class EvidenceText {

    private static final String INDENT = "  ";

    private EvidenceText() {
    }

    static List<String> lines(FaultEvidence evidence) {
        List<String> lines = new ArrayList<>();
        lines.add("wire of " + evidence.host() + " while " + evidence.fault() + " was in force:");
        EvidenceLine.of(evidence).forEach(claim -> lines.add(line(claim.what(), claim.verdict())));
        evidence.stories().stream().filter(story -> story.detected().isPresent()).forEach(story -> lines.add(INDENT + story(story)));
        evidence.notes().forEach(note -> lines.add(INDENT + "note: " + note));
        return lines;
    }

    static String line(Judgement judgement) {
        String word = judgement.holds() ? "holds    " : judgement.verdict().isNo() ? "FAILS    " : "UNKNOWN  ";
        return word + judgement.expectation() + ": " + judgement.verdict().reason();
    }

    private static String line(String claim, Verdict verdict) {
        return INDENT + claim + ": " + verdict.answer().name().toLowerCase(Locale.ROOT) + " (" + verdict.reason() + ")";
    }

    private static String story(ConnectionTimeline story) {
        List<String> parts = new ArrayList<>();
        parts.add("first missed after " + Quantities.duration(story.detected().orElseThrow()));
        if (!story.sentAgain().isEmpty()) {
            parts.add("sent again " + Quantities.count(story.sentAgain().size(), "time"));
        }
        if (!story.heardAgain().isEmpty()) {
            parts.add("heard again " + Quantities.count(story.heardAgain().size(), "time"));
        }
        story.firstData().ifPresent(after -> parts.add("data " + Quantities.duration(after) + " after the heal"));
        return "connection " + story.connection() + ": " + String.join(", ", parts);
    }
}
