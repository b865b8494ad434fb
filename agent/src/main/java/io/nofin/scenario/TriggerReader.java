package io.nofin.scenario;

import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Suggestion;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads <code>when: { fault: cut, becomes: healed, plus: 200ms }</code>, <code>when: { probe: pool, becomes: down, within: 1m }</code> or
 * <code>when: { packet: { on: app, contains: "EXEC" }, nth: 2, keep: faulted }</code>.
 */
final class TriggerReader {

    static final String KEY = "when";
    static final String FAULT = "fault";
    static final String PROBE = "probe";
    static final String PACKET = "packet";
    static final String NTH = "nth";
    static final String KEEP = "keep";
    static final String BECOMES = "becomes";
    static final String PLUS = "plus";
    static final String WITHIN = "within";

    private static final List<String> EVENTS = List.of(PACKET, FAULT, PROBE);
    private static final List<String> KEYS = List.of(PACKET, NTH, KEEP, FAULT, PROBE, BECOMES, PLUS, WITHIN);
    private static final ExpectedForm NUMBER = new ExpectedForm("a number", "1");
    private static final ExpectedForm WHEN = new ExpectedForm("an event", "{ fault: cut, becomes: healed, plus: 200ms }");

    private final Set<String> faults;
    private final Set<String> probes;
    private final PacketReader packets;

    /**
     * Creates a reader of triggers.
     *
     * @param faults the names of all faults, invalid ones among them
     * @param probes the names of all probes, invalid ones among them
     * @param packets reads packets
     */
    TriggerReader(Set<String> faults, Set<String> probes, PacketReader packets) {
        this.faults = faults;
        this.probes = probes;
        this.packets = packets;
    }

    /**
     * Reads the trigger of a step; problems are reported.
     *
     * @param inject the faults that the step injects
     */
    Optional<Trigger> read(Value value, List<String> inject) {
        return value.fields(WHEN, KEYS).flatMap(fields -> {
            Optional<Duration> plus = fields.get(PLUS).map(Value::duration).orElse(Optional.of(Duration.ZERO));
            Optional<Duration> within = fields.get(WITHIN).map(Value::duration).orElse(Optional.of(Trigger.DEFAULT_WITHIN));
            Optional<Trigger.Event> event = fields.exactlyOne("event", EVENTS).flatMap(kind -> event(kind, fields, inject));
            return event.flatMap(found -> plus.flatMap(later -> within.flatMap(
                limit -> fields.get(WITHIN).orElse(value).attempt(() -> new Trigger(found, later, limit)))));
        });
    }

    private Optional<Trigger.Event> event(Value kind, Fields fields, List<String> inject) {
        (kind.key().equals(PACKET) ? List.of(BECOMES) : List.of(NTH, KEEP)).stream().map(fields::get).flatMap(Optional::stream)
            .forEach(other -> other.reportName("a " + kind.key() + " has no " + other.key(), "leave it out"));
        return kind.key().equals(PACKET) ? packet(kind, fields) : state(kind, fields, inject);
    }

    private Optional<Trigger.Event> packet(Value kind, Fields fields) {
        Optional<Integer> nth = fields.get(NTH).map(value -> value.integer(NUMBER, Integer::valueOf).flatMap(number -> value.attempt(() -> PacketReader.checkNth(number))))
            .orElse(Optional.of(1));
        Optional<Keep> keep = fields.get(KEEP).map(value -> value.keyword(Keep.values())).orElse(Optional.of(Keep.PASSES));
        Optional<Trigger.PacketSeen> packet = packets.read(kind, nth.orElse(1), keep.orElse(Keep.PASSES));
        return nth.isEmpty() || keep.isEmpty() ? Optional.empty() : packet.map(found -> found);
    }

    private Optional<Trigger.Event> state(Value kind, Fields fields, List<String> inject) {
        return kind.key().equals(FAULT)
            ? name(kind, faults).flatMap(fault -> becomes(fields, FaultTurn.values(), "healed").flatMap(state -> other(kind, fault, inject)
                .map(known -> new Trigger.FaultBecomes(known, state))))
            : name(kind, probes).flatMap(probe -> becomes(fields, ProbeTurn.values(), "down").map(state -> new Trigger.ProbeBecomes(probe, state)));
    }

    private static <K extends Keyword> Optional<K> becomes(Fields fields, K[] states, String example) {
        return fields.require(BECOMES, BECOMES + ": " + example).flatMap(state -> state.keyword(states));
    }

    private static Optional<String> other(Value kind, String fault, List<String> inject) {
        if (inject.contains(fault)) {
            kind.report("the step waits for its own fault: " + Quoted.of(fault), "name a fault that another step injects");
            return Optional.empty();
        }
        return Optional.of(fault);
    }

    private static Optional<String> name(Value kind, Collection<String> known) {
        Optional<String> name = kind.text(new ExpectedForm("the name of a " + kind.key(), kind.key().equals(FAULT) ? "cut" : "pool"));
        name.filter(text -> !known.contains(text)).ifPresent(text -> kind.report("unknown " + kind.key() + ": " + Quoted.of(text),
            known.isEmpty() ? "add it under " + kind.key() + "s" : Suggestion.remedy(text, known)));
        return name.filter(known::contains);
    }
}
