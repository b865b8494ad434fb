package io.nofin.junit;

import java.util.List;

/** Fails tests whose fault or scenario did not do what it should have done. */
final class FailureMessages {

    private static final String INDENT = "\n  ";

    private FailureMessages() {
    }

    /**
     * Requires that the fault matched a packet, or is optional.
     *
     * @throws AssertionError when it matched none
     */
    static void ofNothing(FaultRequest order, FaultReport report, boolean wasFired) {
        if (!wasFired) {
            throw new AssertionError(order + " was armed and never fired: call fire(), or start() instead of arm()");
        }
        List<String> reasons = report.whyNothing();
        if (!reasons.isEmpty() && !order.fault().optional()) {
            throw new AssertionError(order + " matched no packet, so the test shows nothing about it:" + INDENT + String.join(INDENT, reasons)
                + "\nif that is intended, add optional()");
        }
    }

    /**
     * Requires that the report is reliable.
     *
     * @throws AssertionError when it is not; the message says why
     */
    static void ofProblems(FaultRequest order, RunReport runReport) {
        if (!runReport.problems().isEmpty()) {
            throw new AssertionError(order + " has no reliable report:" + INDENT + String.join(INDENT, runReport.problems()));
        }
        String proven = runReport.fault().required("proof").required("answer").asText();
        if (!proven.equals("yes") && runReport.fault().required("why-not").isEmpty()) {
            throw new AssertionError(order + (proven.equals("no") ? " did not do what was asked:" : ": unknown whether it did what was asked:")
                + INDENT + runReport.fault().required("proof").required("reason").asText());
        }
    }

    /**
     * Requires that a scenario passed.
     *
     * @throws AssertionError when it did not; the message contains the whole report
     */
    static void ofScenario(String name, RunReport runReport) {
        if (!runReport.passed()) {
            throw new AssertionError("scenario " + name + " did not pass:\n" + runReport.text().get().strip());
        }
    }
}
