package io.nofin.scenario;

import io.nofin.unit.Probability;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code reorder: 25%} or <code>reorder: { probability: 25%, correlation: 50%, gap: 5 }</code>. */
final class ReorderReader {

    private static final List<String> KEYS = Stream.concat(Odds.KEYS.stream(), Stream.of("gap")).toList();
    private static final Form REORDER = new Form("how much to reorder", "25%");
    private static final Form GAP = new Form("a gap in packets", "5");

    private ReorderReader() {
    }

    static Optional<Reorder> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(REORDER, KEYS).flatMap(ReorderReader::longForm)
            : value.parse(REORDER, Probability::parse).map(Reorder::of);
    }

    private static Optional<Reorder> longForm(Fields fields) {
        int gap = fields.get("gap").flatMap(value -> value.integer(GAP, Integer::valueOf)
            .flatMap(packets -> value.attempt(() -> Reorder.checkGap(packets)))).orElse(1);
        return Odds.read(fields).map(odds -> new Reorder(odds.probability(), odds.correlation(), gap));
    }
}
