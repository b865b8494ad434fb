package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Suggestion;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads the timeline, and checks that every fault occurs in it, and only once at a time. */
final class TimelineReader {

    private static final List<String> KEYS = List.of("at", TriggerReader.KEY, "inject", Step.FOR.word(), "repeat", "ramp");
    private static final ExpectedForm TIMELINE = new ExpectedForm("a list of steps", "- { at: 2s, inject: cut, for: 10s }");
    private static final ExpectedForm STEP = new ExpectedForm("a step", "{ at: 2s, inject: cut, for: 10s }");
    private static final ExpectedForm FAULTS = new ExpectedForm("a fault or a list of them", "[cut, slow]");
    private static final ExpectedForm REPEAT = new ExpectedForm("a repetition", "{ every: 5s, times: 4 }");
    private static final ExpectedForm TIMES = new ExpectedForm("a number", "4");

    private final Map<String, Value> faults;
    private final Map<String, Fault> read;
    private final TriggerReader triggers;
    private final Limits limits;
    private final Budget budget;
    private final Set<String> used = new HashSet<>();       // including mistyped ones
    private boolean isUnclear;                              // some step has an invalid inject

    /**
     * @param faults the definitions of faults
     * @param read   the valid faults
     * @param triggers reads what steps wait for
     * @param limits the limits of steps
     * @param budget the limit of turns
     */
    TimelineReader(Map<String, Value> faults, Map<String, Fault> read, TriggerReader triggers, Limits limits, Budget budget) {
        this.faults = faults;
        this.read = read;
        this.triggers = triggers;
        this.limits = limits;
        this.budget = budget;
    }

    List<Step> read(Value timeline) {
        List<PlacedStep> steps = new ArrayList<>();
        List<Value> items = timeline.items(TIMELINE);
        for (Value item : items) {
            Optional<Fields> fields = item.fields(STEP, KEYS);
            isUnclear |= fields.isEmpty();
            fields.flatMap(found -> step(item, found))
                .ifPresent(step -> steps.add(new PlacedStep(steps.size(), item, step)));
        }
        if (!items.isEmpty() && !isUnclear) {
            faults.forEach(this::reportUnused);
        }
        Overlaps.report(steps, budget);
        steps.forEach(placed -> placed.step().when().ifPresent(trigger -> reportTooSoon(placed, trigger, steps)));
        steps.stream().max(Comparator.comparing(placed -> placed.step().end())).ifPresent(this::reportTooLong);
        return steps.stream().map(PlacedStep::step).toList();
    }

    private void reportTooLong(PlacedStep last) {
        last.value().attempt(() -> {
            limits.checkEnd(last.step().end());
            return last;
        });
    }

    /** Reports a step that stops waiting for a fault before that can have happened. */
    private static void reportTooSoon(PlacedStep placed, Trigger trigger, List<PlacedStep> steps) {
        if (trigger.event() instanceof Trigger.FaultBecomes fault) {
            steps.stream().map(PlacedStep::step).filter(step -> step.inject().contains(fault.fault()) && step.when().isEmpty())
                .map(step -> fault.state() == FaultTurn.FIRED ? step.at() : step.at().plus(step.length())).min(Comparator.naturalOrder())
                .filter(earliest -> earliest.compareTo(trigger.within()) >= 0).ifPresent(earliest -> placed.value().report(
                    "'" + fault.fault() + "' is " + fault.state().word() + " at " + Durations.format(earliest) + " at the earliest, and within is "
                        + Durations.format(trigger.within()), "write within: " + Durations.format(earliest.plus(Trigger.DEFAULT_WITHIN))));
        }
    }

    private void reportUnused(String name, Value fault) {
        if (!used.contains(name)) {
            fault.reportName("never injected", "add it to the timeline, or remove it");
        }
    }

    private Optional<Step> step(Value item, Fields fields) {
        Optional<Value> when = fields.get(TriggerReader.KEY);
        Optional<Duration> at = fields.get("at").map(Value::duration).orElse(Optional.of(Duration.ZERO));
        List<String> inject = fields.require("inject", "inject: cut")
            .map(value -> Value.distinct(value.oneOrMore(FAULTS), this::fault)).orElse(List.of());
        isUnclear |= inject.isEmpty();
        Optional<Duration> length = fields.require(Step.FOR.word(), "for: 10s").flatMap(Step.LENGTH::read);
        Optional<Value> repeat = fields.get("repeat");
        Optional<Turns> turns = repeat.map(TimelineReader::turns).orElse(Optional.of(Turns.ONE));
        Optional<Ramp> ramp = fields.get("ramp").flatMap(value -> ramp(value, inject, length));
        Optional<Trigger> trigger = when.flatMap(value -> trigger(value, fields, inject));
        if (at.isEmpty() || inject.isEmpty() || length.isEmpty() || turns.isEmpty() || when.isPresent() && trigger.isEmpty()) {
            return Optional.empty();
        }
        return repeat.orElse(item).attempt(
            () -> new Step(at.get(), inject, length.get(), turns.get().every(), turns.get().times(), ramp, trigger));
    }

    private Optional<Trigger> trigger(Value value, Fields fields, List<String> inject) {
        Optional<Value> at = fields.get("at");
        at.ifPresent(time -> time.reportName("at and when exclude each other", "keep one of them; " + TriggerReader.PLUS + " is the time from the event on"));
        Optional<Trigger> trigger = triggers.read(value, inject);
        trigger.map(Trigger::event).filter(event -> event instanceof Trigger.PacketSeen packet && packet.keep() == Keep.PASSES).ifPresent(
            packet -> reportMet(value, inject.stream().map(read::get).filter(Objects::nonNull).map(Fault::kind).toList()));
        return trigger.filter(found -> at.isEmpty());
    }

    /** Reports faults that would meet the packet that begins their step, although it passes the place where it is seen. */
    private static void reportMet(Value when, List<EffectKind> kinds) {
        if (kinds.contains(EffectKind.REJECT)) {
            when.report("a rejection meets packets at another place than where this one is seen, and would answer it, too", "add keep: faulted");
        } else if (kinds.stream().map(EffectKind::isShaping).distinct().count() > 1) {
            when.report("drop and shaping meet packets at different places, and this one could pass only one of them",
                "add keep: faulted, or write a step for each");
        }
    }

    /** Returns the ramp; empty where it does not fit the step, which was reported. */
    private Optional<Ramp> ramp(Value value, List<String> inject, Optional<Duration> length) {
        Optional<Fault> fault = inject.size() == 1 ? Optional.ofNullable(read.get(inject.get(0))) : Optional.empty();
        Optional<Ramp> ramp = RampKeys.read(value, fault);
        return value.attempt(() -> {
            if (length.isPresent()) {
                Step.checkRamp(inject.size(), ramp.map(Ramp::over).orElse(Duration.ZERO), length.get());
            }
            return ramp;
        }).flatMap(checked -> checked);
    }

    private record Turns(Duration every, int times) {
        static final Turns ONE = new Turns(Duration.ZERO, 1);
    }

    private static Optional<Turns> turns(Value value) {
        return value.fields(REPEAT, List.of("every", "times")).flatMap(fields -> {
            Optional<Duration> every = fields.require("every", "every: 5s").flatMap(Value::duration);
            Optional<Integer> times = fields.require("times", "times: 4").flatMap(number -> number.integer(TIMES, Integer::valueOf)
                .flatMap(count -> number.attempt(() -> Step.checkTimes(count))));
            return every.flatMap(period -> times.map(count -> new Turns(period, count)));
        });
    }

    private Optional<String> fault(Value value) {
        Optional<String> name = value.text(FAULTS);
        name.ifPresent(text -> used.add(faults.containsKey(text) ? text : Suggestion.to(text, faults.keySet()).orElse(text)));
        name.filter(text -> !faults.containsKey(text)).ifPresent(text -> value.report("unknown fault: " + Quoted.of(text),
            faults.isEmpty() ? "add it under faults" : Suggestion.remedy(text, faults.keySet())));
        return name;
    }
}
