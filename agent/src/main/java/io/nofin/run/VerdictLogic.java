package io.nofin.run;

import io.nofin.witness.measure.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Several verdicts as one. What is not known makes the whole unknown, unless the rest decides it. */
final class VerdictLogic {

    private VerdictLogic() {
    }

    /** Whether all are so. */
    static Verdict all(List<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(Verdict::isNo)) {
            return Verdict.no(reasons(verdicts, Verdict::isNo));
        }
        if (verdicts.isEmpty()) {
            return Verdict.unknown("nobody watched");
        }
        return verdicts.stream().anyMatch(Verdict::isUnknown) ? Verdict.unknown(reasons(verdicts, Verdict::isUnknown))
            : Verdict.yes(reasons(verdicts, Verdict::isYes));
    }

    /** Whether any is so. */
    static Verdict any(List<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(Verdict::isYes)) {
            return Verdict.yes(reasons(verdicts, Verdict::isYes));
        }
        if (verdicts.isEmpty()) {
            return Verdict.unknown("nobody watched");
        }
        return verdicts.stream().anyMatch(Verdict::isUnknown) ? Verdict.unknown(reasons(verdicts, Verdict::isUnknown))
            : Verdict.no(reasons(verdicts, Verdict::isNo));
    }

    private static String reasons(List<Verdict> verdicts, Predicate<Verdict> which) {
        return verdicts.stream().filter(which).map(Verdict::reason).distinct().collect(Collectors.joining("; "));
    }
}
