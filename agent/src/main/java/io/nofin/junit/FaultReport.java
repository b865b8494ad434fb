package io.nofin.junit;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The outcome of one fault, as the kernel counted and captures showed. Methods that return the report itself are assertions: they
 * throw an {@link AssertionError} with what was seen, also when the outcome is unknown. Immutable.
 *
 * <pre>{@code
 * cut.report().silent().nothingCrossed().detectedWithin(Duration.ofSeconds(3));
 * }</pre>
 */
public final class FaultReport {

    private static final String YES = "yes";

    private final FaultRequest order;
    private final RunReport outcome;
    private final Detection noticed;

    /**
     * The times at which the application noticed, as reported by the test.
     *
     * @param detected  the time from the beginning to the detection; empty when not detected, or not reported
     * @param recovered the time from the heal to the recovery; empty when not recovered, or not reported
     */
    record Detection(Optional<Duration> detected, Optional<Duration> recovered) {
    }

    FaultReport(FaultRequest order, RunReport outcome, Detection noticed) {
        this.order = order;
        this.outcome = outcome;
        this.noticed = noticed;
    }

    /** Returns how many packets matched, in all targets and both directions. */
    public long packets() {
        return sum("packets");
    }

    /** Returns how many bytes the matched packets had, counted from their IP headers on. */
    public long bytes() {
        return sum("bytes");
    }

    /** Asserts that no sender was told while the fault fired: no FIN, no RST and no ICMP error crossed the wire. */
    public FaultReport silent() {
        return require("was silent", evidence("silent"), YES::equals);
    }

    /**
     * Asserts that a sender was told while the fault fired: a FIN, a RST or an ICMP error crossed the wire of at least one target.
     */
    public FaultReport loud() {
        List<Seen> evidence = evidence("silent");
        return evidence.stream().anyMatch(seen -> seen.answer().equals("no")) ? this : fail("was loud", evidence);
    }

    /** Asserts that no packet crossed while a silent drop fired. */
    public FaultReport nothingCrossed() {
        return require("let nothing cross", evidence("cut"), YES::equals);
    }

    /** Asserts that the TCP connections that the fault hit and that were open before are still open. */
    public FaultReport connectionsSurvived() {
        return require("left connections alive", evidence("connections"), YES::equals);
    }

    public FaultReport matchedAtLeast(long packets) {
        if (packets() >= packets) {
            return this;
        }
        throw new AssertionError(order + " matched " + packets() + " packets, expected at least " + packets);
    }

    /** @deprecated renamed to {@link #matchedAtLeast} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultReport metAtLeast(long packets) {
        return matchedAtLeast(packets);
    }

    /**
     * Asserts that the application noticed within this time from the beginning of the fault, by {@link Injection#detected} or
     * {@link Injection#awaitDetected}.
     */
    public FaultReport detectedWithin(Duration limit) {
        return within("detected", "it began", noticed.detected(), limit);
    }

    /**
     * Asserts that the application recovered within this time from the heal, by {@link Injection#recovered} or
     * {@link Injection#awaitRecovered}.
     */
    public FaultReport recoveredWithin(Duration limit) {
        return within("recovered", "the heal", noticed.recovered(), limit);
    }

    /** Returns the median time for which a shaping held packets, one way; empty when captures do not show it. */
    public Optional<Duration> delay() {
        OptionalDouble nanos = measured("delay p50");
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(Math.round(nanos.getAsDouble()))) : Optional.empty();
    }

    /** Returns the fraction of packets that a shaping lost, 0 to 1; empty when captures do not show it. */
    public OptionalDouble loss() {
        return measured("loss");
    }

    /** Returns the rate of a shaping in bits per second, one way, while packets were waiting; empty when captures do not show it. */
    public OptionalDouble rate() {
        return measured("rate");
    }

    /** Returns the report as {@code nofin} prints it. */
    public String text() {
        return outcome.text().get();
    }

    /** Returns the report as JSON; {@code nofin schema --report} prints its schema. */
    public String json() {
        return outcome.data().toPrettyString();
    }

    /** Returns the report as one HTML file without external resources. */
    public String html() {
        return outcome.page().get();
    }

    @Override
    public String toString() {
        return text();
    }

    RunReport outcome() {
        return outcome;
    }

    /** Returns why no packet matched, a line for each place; empty when packets did. */
    List<String> whyNothing() {
        List<String> lines = new ArrayList<>();
        fault().required("why-not").forEach(line -> lines.add(line.asText()));
        return lines;
    }

    /** Returns the entry for the report of the test. */
    Map<String, String> entry() {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("nofin.fault", order.name() + ": " + order.scenario().description());
        entry.put("nofin.met", packets() + " packets, " + bytes() + " bytes");
        evidence("silent").forEach(seen -> entry.merge("nofin.silent", seen.toString(), (one, other) -> one + "; " + other));
        evidence("cut").forEach(seen -> entry.merge("nofin.nothing-crossed", seen.toString(), (one, other) -> one + "; " + other));
        noticed.detected().ifPresent(after -> entry.put("nofin.detected-after", Durations.format(after)));
        noticed.recovered().ifPresent(after -> entry.put("nofin.recovered-after", Durations.format(after)));
        return entry;
    }

    /** The verdict of the captures on one host. */
    private record Seen(String host, String answer, String reason) {
        @Override
        public String toString() {
            return host + ": " + answer + ": " + reason;
        }
    }

    private JsonNode fault() {
        return outcome.fault();
    }

    private long sum(String field) {
        long sum = 0;
        for (JsonNode count : fault().required("matched")) {
            sum += count.required(field).asLong();
        }
        return sum;
    }

    private List<Seen> evidence(String what) {
        List<Seen> seen = new ArrayList<>();
        for (JsonNode evidence : outcome.data().required("evidence")) {
            JsonNode verdict = evidence.required(what).path("verdict");
            if (verdict.isObject()) {
                seen.add(new Seen(evidence.required("host").asText(), verdict.required("answer").asText(), verdict.required("reason").asText()));
            }
        }
        return seen;
    }

    private FaultReport require(String claim, List<Seen> evidence, Predicate<String> answer) {
        return !evidence.isEmpty() && evidence.stream().map(Seen::answer).allMatch(answer) ? this : fail(claim, evidence);
    }

    private FaultReport fail(String claim, List<Seen> evidence) {
        throw new AssertionError("not shown that " + order + " " + claim + ": " + (evidence.isEmpty()
            ? outcome.data().required("evidence").isEmpty() ? "the wire was not captured: add witness()" : "captures of this effect do not show it"
            : String.join("; ", evidence.stream().map(Seen::toString).toList())));
    }

    private FaultReport within(String what, String since, Optional<Duration> after, Duration limit) {
        if (after.isEmpty()) {
            throw new AssertionError(order + ": nothing was " + what + ": the test did not call " + what + "() of its injection, or await it");
        }
        if (after.get().compareTo(limit) > 0) {
            throw new AssertionError(order + " was " + what + " " + Durations.format(after.get()) + " after " + since + ", expected within "
                + Durations.format(limit));
        }
        return this;
    }

    private OptionalDouble measured(String what) {
        for (JsonNode evidence : outcome.data().required("evidence")) {
            for (JsonNode measure : evidence.required("measures")) {
                if (measure.required("what").asText().equals(what) && !measure.required("seen").isNull()) {
                    return OptionalDouble.of(measure.required("seen").asDouble());
                }
            }
        }
        return OptionalDouble.empty();
    }
}
