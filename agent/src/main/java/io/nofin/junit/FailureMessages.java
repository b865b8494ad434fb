package io.nofin.junit;

import java.util.List;

/** How tests fail for what a fault, or a scenario, did not do. */
final class FailureMessages {

    private static final String INDENT = "\n  ";

    private FailureMessages() {
    }

    /** @throws AssertionError when no packet met it, and that was not said to be fine */
    static void ofNothing(FaultRequest order, FaultReport report, boolean wasFired) {
        if (!wasFired) {
            throw new AssertionError(order + " was armed and never fired: call fire(), or start() instead of arm()");
        }
        List<String> reasons = report.whyNothing();
        if (!reasons.isEmpty() && !order.fault().optional()) {
            throw new AssertionError(order + " met no packet, so the test shows nothing about it:" + INDENT + String.join(INDENT, reasons)
                + "\nif that is meant, say optional()");
        }
    }

    /** @throws AssertionError when what the report says is not to be trusted */
    static void ofProblems(FaultRequest order, RunReport runReport) {
        if (!runReport.problems().isEmpty()) {
            throw new AssertionError(order + " is not to be trusted:" + INDENT + String.join(INDENT, runReport.problems()));
        }
        String proven = runReport.fault().required("proof").required("answer").asText();
        if (!proven.equals("yes") && runReport.fault().required("why-not").isEmpty()) {
            throw new AssertionError(order + (proven.equals("no") ? " did not do what was asked:" : ": not known whether it did what was asked:")
                + INDENT + runReport.fault().required("proof").required("reason").asText());
        }
    }

    /** @throws AssertionError when a scenario did not pass; its whole report is in the message */
    static void ofScenario(String name, RunReport runReport) {
        if (!runReport.passed()) {
            throw new AssertionError("scenario " + name + " did not pass:\n" + runReport.text().get().strip());
        }
    }
}
