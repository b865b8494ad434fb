package io.nofin.report;

import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import java.util.ArrayList;
import java.util.List;

/**
 * A run in a word and a sentence.
 *
 * @param word     {@code PASSED}, {@code FAILED} or {@code INTERRUPTED}
 * @param sentence why, without a full stop
 */
record Conclusion(String word, String sentence) {

    static Conclusion of(RunResult result) {
        if (result.interrupted()) {
            return new Conclusion("INTERRUPTED", "healed, nothing is left");
        }
        return result.passed()
            ? new Conclusion("PASSED", "every fault took effect" + (result.judgements().isEmpty() ? "" : ", every expectation holds"))
            : new Conclusion("FAILED", String.join(", ", reasons(result)));
    }

    private static List<String> reasons(RunResult result) {
        List<String> reasons = new ArrayList<>();
        long unmet = result.judgements().stream().filter(judgement -> !judgement.holds()).count();
        if (unmet > 0) {
            reasons.add(some(unmet, result.judgements().size(), "expectation") + (unmet == 1 ? " does not hold" : " do not hold")
                + (result.judgements().stream().filter(judgement -> !judgement.holds()).map(Judgement::verdict).anyMatch(one -> one.isUnknown())
                    ? " or cannot be known" : ""));
        }
        long idle = result.faults().stream().filter(fault -> !fault.holds()).count();
        if (idle > 0) {
            reasons.add(some(idle, result.faults().size(), "fault") + " matched nothing");
        }
        if (!result.problems().isEmpty()) {
            reasons.add(Quantities.count(result.problems().size(), "problem") + " on the way");
        }
        return reasons;
    }

    /** For example {@code 2 of 5 faults}. */
    private static String some(long part, long all, String noun) {
        return part + " of " + Quantities.count(all, noun);
    }
}
