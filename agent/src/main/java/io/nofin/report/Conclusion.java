package io.nofin.report;

import io.nofin.run.FaultResult;
import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a run as a word and a sentence.
 *
 * @param word     {@code PASSED}, {@code FAILED}, {@code UNKNOWN} or {@code INTERRUPTED}
 * @param sentence the reason, without a full stop
 */
record Conclusion(String word, String sentence) {

    static Conclusion of(RunResult result) {
        return new Conclusion(result.outcome().name(), switch (result.outcome()) {
            case INTERRUPTED -> "healed, nothing is left";
            case PASSED -> "every fault took effect" + (result.judgements().isEmpty() ? "" : ", every expectation holds");
            case FAILED, UNKNOWN -> String.join(", ", reasons(result));
        });
    }

    private static List<String> reasons(RunResult result) {
        List<String> reasons = new ArrayList<>();
        long unmet = result.judgements().stream().filter(judgement -> !judgement.holds()).count();
        if (unmet > 0) {
            reasons.add(some(unmet, result.judgements().size(), "expectation") + (unmet == 1 ? " does not hold" : " do not hold")
                + (result.judgements().stream().filter(judgement -> !judgement.holds()).map(Judgement::verdict).anyMatch(one -> one.isUnknown())
                    ? " or cannot be known" : ""));
        }
        List<FaultResult> failed = result.faults().stream().filter(fault -> fault.proof().isNo()).toList();
        count(failed.stream().filter(fault -> fault.packets() == 0).count(), result, " matched nothing", reasons);
        count(failed.stream().filter(fault -> fault.packets() > 0).count(), result, " did not do what was asked", reasons);
        count(result.faults().stream().filter(fault -> fault.proof().isUnknown()).count(), result, " cannot be vouched for", reasons);
        if (!result.problems().isEmpty()) {
            reasons.add(Quantities.count(result.problems().size(), "problem") + " on the way");
        }
        return reasons;
    }

    private static void count(long faults, RunResult result, String what, List<String> reasons) {
        if (faults > 0) {
            reasons.add(some(faults, result.faults().size(), "fault") + what);
        }
    }

    /** Returns a share in words, for example {@code 2 of 5 faults}. */
    private static String some(long part, long all, String noun) {
        return part + " of " + Quantities.count(all, noun);
    }
}
