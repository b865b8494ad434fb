package io.nofin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** The facts of a report by their subjects, so that two reports can be compared. */
final class ReportFacts {

    private static final double NOTHING = 0;
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final Map<String, ReportFact> found = new LinkedHashMap<>();

    private ReportFacts() {
    }

    /**
     * Returns the facts of a report.
     *
     * @param report a report in the form of its schema
     * @throws IllegalArgumentException when a part of the report is missing
     */
    static Map<String, ReportFact> of(JsonNode report) {
        ReportFacts reportFacts = new ReportFacts();
        reportFacts.truth("the run passed", report.required("passed"));
        report.required("expectations").forEach(one -> reportFacts.put("expected " + one.required("expected").asText(), new ReportFact.Truth(one.required("verdict").asText())));
        report.required("faults").forEach(reportFacts::fault);
        report.required("evidence").forEach(reportFacts::evidence);
        report.required("probes").forEach(reportFacts::probe);
        report.required("connections").forEach(reportFacts::connection);
        reportFacts.time("arming took", report.required("arming-took"), ALL, Tolerance.OF_ARMING);
        return reportFacts.found;
    }

    private void fault(JsonNode fault) {
        String subject = "fault " + fault.required("name").asText();
        truth(subject + " took effect", fault.required("took-effect"));
        long packets = 0;
        for (JsonNode count : fault.required("matched")) {
            packets += count.required("packets").asLong();
        }
        put(subject + " matched", new ReportFact.Count(packets));
        turns(subject, fault.required("turns"), "fired", "took", " fired everywhere within");
        turns(subject, fault.required("turns"), "healed", "took", " healed everywhere within");
    }

    /** Adds the slowest of the turns. */
    private void turns(String subject, JsonNode turns, String moment, String field, String what) {
        OptionalDouble slowest = OptionalDouble.empty();
        for (JsonNode turn : turns) {
            slowest = OptionalDouble.of(Math.max(slowest.orElse(0), turn.required(moment).required(field).asDouble()));
        }
        put(subject + what, new ReportFact.Time(slowest, ALL, Tolerance.OF_GATES));
    }

    private void evidence(JsonNode evidence) {
        String subject = evidence.required("fault").asText() + " on " + evidence.required("host").asText() + ": ";
        if (!evidence.required("cut").isNull()) {
            verdict(subject + "nobody was told", evidence.required("silent"));
        }
        verdict(subject + "nothing crossed", evidence.required("cut"));
        verdict(subject + "connections survived", evidence.required("connections"));
        numbered(evidence.required("measures"), "what", (name, measure) -> {
            verdict(subject + name + " as asked", measure);
            measure(subject + name, measure);
        });
    }

    private void measure(String what, JsonNode measure) {
        if (!measure.required("seen").isNull() && measure.required("samples").asLong() > 0) {
            put(what, new ReportFact.Range(text(measure.required("unit").asText(), measure.required("seen").asDouble()),
                number(measure.required("low"), Double.NEGATIVE_INFINITY), number(measure.required("high"), ALL)));
        }
    }

    private void probe(JsonNode probe) {
        String subject = "probe " + probe.required("name").asText();
        put(subject + " is up at the end", ReportFact.Truth.of(probe.required("state").asText().equals("up")));
        JsonNode latency = probe.required("latency");
        if (!latency.isNull()) {
            time(subject + ": median round trip", latency.required("median"), ALL, Tolerance.OF_ROUND_TRIPS);
        }
        numbered(probe.required("reactions"), "faults", (name, reaction) -> {
            time(subject + ": down after " + name + " began", reaction.required("down-after-beginning"), NOTHING, Tolerance.OF_REACTIONS);
            time(subject + ": failed after " + name + " began", reaction.required("failed-after-beginning"), NOTHING, Tolerance.OF_REACTIONS);
            if (!reaction.required("down-after-beginning").isNull()) {
                time(subject + ": up after " + name + " healed", reaction.required("up-after-heal"), ALL, Tolerance.OF_REACTIONS);
            }
        });
    }

    private void connection(JsonNode connection) {
        String subject = "connection " + connection.required("probe").asText();
        truth(subject + " is established at the end", connection.required("ended-established"));
        numbered(connection.required("cuts"), "faults", (name, cut) ->
            time(subject + ": data after " + name + " healed", cut.required("first-answer-after-heal"), ALL, Tolerance.OF_REACTIONS));
    }

    /** Calls {@code each} with a name for each entry; from the second on, entries of the same name get a number. */
    private static void numbered(JsonNode list, String field, BiConsumer<String, JsonNode> each) {
        Map<String, Integer> times = new LinkedHashMap<>();
        for (JsonNode one : list) {
            String name = one.required(field).isArray() ? names(one.required(field)) : one.required(field).asText();
            int number = times.merge(name, 1, Integer::sum);
            each.accept(number == 1 ? name : name + " #" + number, one);
        }
    }

    private static String names(JsonNode list) {
        StringBuilder names = new StringBuilder();
        list.forEach(name -> names.append(names.isEmpty() ? "" : ", ").append(name.asText()));
        return names.toString();
    }

    private static String text(String unit, double seen) {
        return switch (unit) {
            case "nanoseconds" -> Quantities.duration(Duration.ofNanos(Math.round(seen)));
            case "ratio" -> Quantities.percent(seen);
            default -> Quantities.bits(seen);
        };
    }

    private void verdict(String what, JsonNode claim) {
        if (!claim.isNull()) {
            put(what, new ReportFact.Truth(claim.at("/verdict/answer").asText()));
        }
    }

    private void truth(String what, JsonNode is) {
        put(what, ReportFact.Truth.of(is.asBoolean()));
    }

    private void time(String what, JsonNode seconds, double never, Tolerance tolerance) {
        put(what, new ReportFact.Time(seconds.isNull() ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, seconds.asDouble())), never, tolerance));
    }

    private void put(String what, ReportFact reportFact) {
        found.put(what, reportFact);
    }

    private static double number(JsonNode node, double otherwise) {
        return node.isNull() ? otherwise : node.asDouble();
    }
}
