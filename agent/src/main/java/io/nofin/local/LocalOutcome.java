package io.nofin.local;

import io.nofin.api.Form;
import io.nofin.backend.Outcome;
import io.nofin.report.HtmlReport;
import io.nofin.report.JsonReport;
import io.nofin.report.JunitReport;
import io.nofin.report.TextReport;
import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;

/** The outcome of a run of this process, which renders each report when it is asked for. */
record LocalOutcome(Scenario scenario, RunResult result) implements Outcome {

    @Override
    public boolean passed() {
        return result.passed();
    }

    @Override
    public boolean interrupted() {
        return result.interrupted();
    }

    @Override
    public String report(Form form) {
        return switch (form) {
            case TEXT -> TextReport.of(result);
            case JSON -> JsonReport.of(result);
            case HTML -> HtmlReport.of(scenario, result);
            case JUNIT -> JunitReport.of(result);
        };
    }

    /** Does nothing: the run has written its captures itself. */
    @Override
    public void captures(CaptureReceiver receiver) {
        // see above
    }
}
