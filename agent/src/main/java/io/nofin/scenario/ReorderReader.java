package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code reorder: 25%} or <code>reorder: { probability: 25%, correlation: 50%, gap: 5 }</code>. */
final class ReorderReader {

    private static final List<String> KEYS = Stream.concat(ProbabilityFields.KEYS.stream(), Stream.of("gap")).toList();
    private static final ExpectedForm REORDER = new ExpectedForm("how much to reorder", "25%");
    private static final ExpectedForm GAP = new ExpectedForm("a gap in packets", "5");

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
        return ProbabilityFields.read(fields).map(odds -> new Reorder(odds.probability(), odds.correlation(), gap));
    }
}
