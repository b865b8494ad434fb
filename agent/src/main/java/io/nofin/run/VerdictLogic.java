package io.nofin.run;

import io.nofin.witness.measure.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Combines verdicts. An unknown one makes the whole unknown, unless the others decide it. */
final class VerdictLogic {

    private VerdictLogic() {
    }

    /** Tells whether all hold. */
    static Verdict all(List<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(Verdict::isNo)) {
            return Verdict.no(reasons(verdicts, Verdict::isNo));
        }
        if (verdicts.isEmpty()) {
            return Verdict.unknown("no capture");
        }
        return verdicts.stream().anyMatch(Verdict::isUnknown) ? Verdict.unknown(reasons(verdicts, Verdict::isUnknown))
            : Verdict.yes(reasons(verdicts, Verdict::isYes));
    }

    /** Tells whether any holds. */
    static Verdict any(List<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(Verdict::isYes)) {
            return Verdict.yes(reasons(verdicts, Verdict::isYes));
        }
        if (verdicts.isEmpty()) {
            return Verdict.unknown("no capture");
        }
        return verdicts.stream().anyMatch(Verdict::isUnknown) ? Verdict.unknown(reasons(verdicts, Verdict::isUnknown))
            : Verdict.no(reasons(verdicts, Verdict::isNo));
    }

    private static String reasons(List<Verdict> verdicts, Predicate<Verdict> which) {
        return verdicts.stream().filter(which).map(Verdict::reason).distinct().collect(Collectors.joining("; "));
    }
}
