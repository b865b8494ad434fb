package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.Optional;

/** Reads {@code duplicate: 1%} or <code>duplicate: { probability: 1%, correlation: 25% }</code>. */
final class DuplicateReader {

    private static final ExpectedForm DUPLICATE = new ExpectedForm("how much to duplicate", "1%");

    private DuplicateReader() {
    }

    static Optional<Duplicate> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(DUPLICATE, ProbabilityFields.KEYS).flatMap(ProbabilityFields::read).map(odds -> new Duplicate(odds.probability(), odds.correlation()))
            : value.parse(DUPLICATE, Probability::parse).map(Duplicate::of);
    }
}
