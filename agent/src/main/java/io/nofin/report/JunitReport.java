package io.nofin.report;

import io.nofin.run.FaultResult;
import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A run's result as CI servers read it: one suite, with a test case for the run itself, one for each fault, and one for each
 * expectation. An unknown result is a failure; a problem on the way is an error.
 */
public final class JunitReport {

    private final RunResult result;
    private final Markup xml = new Markup();

    private JunitReport(RunResult result) {
        this.result = result;
    }

    public static String of(RunResult result) {
        return new JunitReport(result).document();
    }

    private String document() {
        long unmet = result.faults().stream().filter(fault -> !fault.holds()).count()
            + result.judgements().stream().filter(judgement -> !judgement.holds()).count();
        xml.open("testsuites").line();
        xml.open("testsuite", "name", result.scenario(), "package", "nofin", "id", "0",
            "timestamp", result.started().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME),
            "hostname", result.surroundings().host(),
            "tests", Integer.toString(1 + result.faults().size() + result.judgements().size()),
            "failures", Long.toString(unmet), "errors", broken() ? "1" : "0", "skipped", "0", "time", seconds(length())).line();
        properties();
        run();
        result.faults().forEach(this::fault);
        result.judgements().forEach(this::judgement);
        xml.element("system-out", TextReport.of(result)).line();
        xml.element("system-err", "").line();
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.close().line().close().line();
    }

    private void properties() {
        xml.open("properties");
        property("nofin", result.surroundings().nofin());
        property("kernel", result.surroundings().kernel());
        property("run", result.plan().run().toString());
        property("seed", Long.toString(result.plan().seed()));
        xml.close().line();
    }

    private void property(String name, String value) {
        xml.open("property", "name", name, "value", value).close();
    }

    private boolean broken() {
        return result.interrupted() || !result.problems().isEmpty();
    }

    private void run() {
        open("the run", length());
        if (broken()) {
            List<String> problems = result.problems().isEmpty() ? List.of("the run was interrupted") : result.problems();
            xml.element("error", String.join("\n", problems), "type", result.interrupted() ? "interrupted" : "problem", "message", problems.get(0));
        }
        xml.close().line();
    }

    private void fault(FaultResult fault) {
        open("fault " + fault.name() + " takes effect",
            fault.turns().stream().map(turn -> turn.to().minus(turn.from())).reduce(Duration.ZERO, Duration::plus));
        if (!fault.holds()) {
            List<String> reasons = NoEffectReasons.lines(fault);
            xml.element("failure", String.join("\n", reasons), "type", fault.proof().isUnknown() ? "unknown" : "no effect", "message", reasons.get(0));
        }
        xml.close().line();
    }

    private void judgement(Judgement judgement) {
        open(judgement.expectation().toString(), Duration.ZERO);
        if (!judgement.holds()) {
            xml.element("failure", "expected: " + judgement.expectation() + "\nseen: " + judgement.verdict().reason() + "\nwhere: "
                    + judgement.where(),
                "type", judgement.verdict().isUnknown() ? "unknown" : "not met", "message", judgement.verdict().reason());
        }
        xml.close().line();
    }

    private void open(String name, Duration time) {
        xml.open("testcase", "classname", result.scenario(), "name", name, "time", seconds(time));
    }

    /** Returns the length of the timeline. */
    private Duration length() {
        return result.faults().stream().flatMap(fault -> fault.turns().stream()).map(FaultResult.Turn::to)
            .max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
