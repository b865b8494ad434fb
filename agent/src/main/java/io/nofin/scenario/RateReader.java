package io.nofin.scenario;

import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads {@code rate: 10mbit} or <code>rate: { rate: 1mbit, burst: 16kb, overhead: 14, cell-size: 48, cell-overhead: 5 }</code>. */
final class RateReader {

    private static final List<String> KEYS = List.of("rate", "burst", "overhead", "cell-size", "cell-overhead");
    private static final ExpectedForm RATE = new ExpectedForm("a rate", "10mbit");
    private static final ExpectedForm BYTES = new ExpectedForm("a number of bytes", "14");

    private RateReader() {
    }

    static Optional<Rate> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(RATE, KEYS).flatMap(RateReader::longForm)
            : bitRate(value).map(Rate::of);
    }

    static Optional<BitRate> bitRate(Value value) {
        return value.parse(RATE, BitRate::parse);
    }

    private static Optional<Rate> longForm(Fields fields) {
        Optional<BitRate> rate = fields.require("rate", "rate: 10mbit").flatMap(RateReader::bitRate);
        Optional<ByteCount> burst = fields.get("burst").flatMap(value -> value.parse(BYTES, ByteCount::parse));
        Optional<Integer> overhead = bytes(fields, "overhead", Rate::checkOverhead);
        Optional<Integer> cellSize = bytes(fields, "cell-size", Rate::checkCellSize);
        Optional<Integer> cellOverhead = bytes(fields, "cell-overhead", Rate::checkCellOverhead);
        if (rate.isEmpty() || overhead.isEmpty() || cellSize.isEmpty() || cellOverhead.isEmpty()) {
            return Optional.empty();
        }
        return fields.get("cell-overhead").orElse(fields.owner()).attempt(
            () -> new Rate(rate.get(), burst, overhead.get(), cellSize.get(), cellOverhead.get()));
    }

    private static Optional<Integer> bytes(Fields fields, String key, UnaryOperator<Integer> check) {
        return fields.get(key).map(value -> value.integer(BYTES, Integer::valueOf)
            .flatMap(bytes -> value.attempt(() -> check.apply(bytes)))).orElse(Optional.of(0));
    }
}
