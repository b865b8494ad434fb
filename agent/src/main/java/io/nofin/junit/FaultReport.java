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
 * What one fault did, as the kernel counted and the wire showed. Methods that return the report itself are assertions: they throw an
 * {@link AssertionError} with what was seen, also where it cannot be known. A value.
 *
 * <pre>{@code
 * cut.report().silent().nothingCrossed().detectedWithin(Duration.ofSeconds(3));
 * }</pre>
 */
public final class FaultReport {

    private static final String YES = "yes";

    private final FaultRequest order;
    private final RunReport outcome;
    private final Noticed noticed;

    /**
     * When the application noticed, as the test said.
     *
     * @param detected  after the beginning; empty for not, or not said
     * @param recovered after the heal; likewise
     */
    record Noticed(Optional<Duration> detected, Optional<Duration> recovered) {
    }

    FaultReport(FaultRequest order, RunReport outcome, Noticed noticed) {
        this.order = order;
        this.outcome = outcome;
        this.noticed = noticed;
    }

    /** How many packets met it, in all targets and both directions. */
    public long packets() {
        return sum("packets");
    }

    /** How long these were, from their IP headers on. */
    public long bytes() {
        return sum("bytes");
    }

    /** Nobody was told while it was in force: no FIN, no RST, no ICMP error was on the wire. */
    public FaultReport silent() {
        return require("was silent", evidence("silent"), YES::equals);
    }

    /** Somebody was told while it was in force: a FIN, a RST or an ICMP error was on the wire, at one target at least. */
    public FaultReport loud() {
        List<Seen> evidence = evidence("silent");
        return evidence.stream().anyMatch(seen -> seen.answer().equals("no")) ? this : fail("was loud", evidence);
    }

    /** Of a silent drop: none of its packets crossed while it was in force. */
    public FaultReport nothingCrossed() {
        return require("let nothing cross", evidence("cut"), YES::equals);
    }

    /** The TCP connections that it hit, those that were open before, still are, and are the same. */
    public FaultReport connectionsSurvived() {
        return require("left connections alive", evidence("connections"), YES::equals);
    }

    public FaultReport matchedAtLeast(long packets) {
        if (packets() >= packets) {
            return this;
        }
        throw new AssertionError(order + " met " + packets() + " packets, expected " + packets + " at least");
    }

    /** @deprecated renamed to {@link #matchedAtLeast} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultReport metAtLeast(long packets) {
        return matchedAtLeast(packets);
    }

    /** The application noticed so soon after the fault began: {@link Injection#detected}, or {@link Injection#awaitDetected}, says when. */
    public FaultReport detectedWithin(Duration limit) {
        return within("detected", "it began", noticed.detected(), limit);
    }

    /** The application was well again so soon after the heal: {@link Injection#recovered}, or {@link Injection#awaitRecovered}, says when. */
    public FaultReport recoveredWithin(Duration limit) {
        return within("recovered", "the heal", noticed.recovered(), limit);
    }

    /** Of a shaping: the median of how long packets were held, one way, where the wire tells. */
    public Optional<Duration> delay() {
        OptionalDouble nanos = measured("delay p50");
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(Math.round(nanos.getAsDouble()))) : Optional.empty();
    }

    /** Of a shaping: the part of the packets that was lost, 0 to 1, where the wire tells. */
    public OptionalDouble loss() {
        return measured("loss");
    }

    /** Of a shaping: bits a second, one way, while more were waiting, where the wire tells. */
    public OptionalDouble rate() {
        return measured("rate");
    }

    /** What {@code nofin} prints of it. */
    public String text() {
        return outcome.text().get();
    }

    /** The same for machines; {@code nofin schema --report} describes it. */
    public String json() {
        return outcome.data().toPrettyString();
    }

    /** A page, whole in one file. */
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

    /** Why it met nothing, a line for each place; empty where it did. */
    List<String> whyNothing() {
        List<String> lines = new ArrayList<>();
        fault().required("why-not").forEach(line -> lines.add(line.asText()));
        return lines;
    }

    /** For the report of the test. */
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

    /** What the wire of one host says. */
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
            ? outcome.data().required("evidence").isEmpty() ? "nobody watched the wire: add witness()" : "the effect is not one that shows it"
            : String.join("; ", evidence.stream().map(Seen::toString).toList())));
    }

    private FaultReport within(String what, String since, Optional<Duration> after, Duration limit) {
        if (after.isEmpty()) {
            throw new AssertionError(order + ": nothing was " + what + ": nobody called " + what + "() of its injection, or awaited it");
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
