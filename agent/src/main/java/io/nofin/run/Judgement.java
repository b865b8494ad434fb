package io.nofin.run;

import io.nofin.scenario.Expectation;
import io.nofin.witness.measure.Verdict;

/**
 * What came of one expectation.
 *
 * @param verdict whether it holds, and what was seen; where that is not known, it does not hold
 * @param where   what was looked at
 */
public record Judgement(Expectation expectation, Verdict verdict, String where) {

    public boolean holds() {
        return verdict.isYes();
    }
}
