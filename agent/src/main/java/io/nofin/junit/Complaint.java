package io.nofin.junit;

import java.util.List;

/** How tests fail for what a fault, or a scenario, did not do. */
final class Complaint {

    private static final String INDENT = "\n  ";

    private Complaint() {
    }

    /** @throws AssertionError when no packet met it, and that was not said to be fine */
    static void ofNothing(Order order, FaultReport report, boolean wasFired) {
        if (!wasFired) {
            throw new AssertionError(order + " was armed and never fired: call fire(), or start() instead of arm()");
        }
        List<String> reasons = report.whyNothing();
        if (!reasons.isEmpty() && !order.fault().optional()) {
            throw new AssertionError(order + " met no packet, so the test shows nothing about it:" + INDENT + String.join(INDENT, reasons)
                + "\nif that is meant, say mayTouchNothing()");
        }
    }

    /** @throws AssertionError when what the report says is not to be trusted */
    static void ofProblems(Order order, Outcome outcome) {
        if (!outcome.problems().isEmpty()) {
            throw new AssertionError(order + " is not to be trusted:" + INDENT + String.join(INDENT, outcome.problems()));
        }
        String proven = outcome.fault().required("proof").required("answer").asText();
        if (!proven.equals("yes") && outcome.fault().required("why-not").isEmpty()) {
            throw new AssertionError(order + (proven.equals("no") ? " did not do what was asked:" : ": not known whether it did what was asked:")
                + INDENT + outcome.fault().required("proof").required("reason").asText());
        }
    }

    /** @throws AssertionError when a scenario did not pass; its whole report is in the message */
    static void ofScenario(String name, Outcome outcome) {
        if (!outcome.passed()) {
            throw new AssertionError("scenario " + name + " did not pass:\n" + outcome.text().get().strip());
        }
    }
}
