package io.nofin.run;

import io.nofin.scenario.Expectation;
import io.nofin.witness.measure.Verdict;

/**
 * The judgement of one expectation.
 *
 * @param verdict whether it holds, with what was seen; an expectation of which that is unknown does not hold
 * @param where   the host, probe or connection that was judged
 */
public record Judgement(Expectation expectation, Verdict verdict, String where) {

    public boolean holds() {
        return verdict.isYes();
    }
}
