package io.nofin.scenario;

import io.nofin.unit.ByteCount;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the limits of runs from a host's configuration. */
public final class BudgetReader {

    static final List<String> KEYS = Stream.of(Cost.values()).map(Cost::key).toList();

    private static final ExpectedForm LIMITS = new ExpectedForm("limits", "{ turns: 10000 }");
    private static final ExpectedForm COUNT = new ExpectedForm("a number", "10000");
    private static final ExpectedForm SIZE = new ExpectedForm("a size", "256mb");

    private BudgetReader() {
    }

    public static Budget read(Value value) {
        Map<Cost, Long> changed = new EnumMap<>(Cost.class);
        value.fields(LIMITS, KEYS).ifPresent(fields -> fields.entries().forEach(
            entry -> Cost.of(entry.key()).ifPresent(cost -> limit(cost, entry).ifPresent(limit -> changed.put(cost, limit)))));
        return new Budget(changed);
    }

    /** Returns the limit; empty for an invalid one, which was reported. */
    private static Optional<Long> limit(Cost cost, Value entry) {
        Optional<Long> limit = cost.isBytes() ? entry.parse(SIZE, ByteCount::parse).map(ByteCount::bytes) : entry.integer(COUNT, Long::valueOf);
        return limit.flatMap(count -> entry.attempt(() -> Budget.STANDARD.with(cost, count))).map(budget -> budget.of(cost));
    }
}
