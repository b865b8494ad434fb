package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code corrupt: 0.1%} or <code>corrupt: { probability: 0.1%, correlation: 25%, checksum: fix }</code>. */
final class CorruptReader {

    private static final List<String> KEYS = Stream.concat(ProbabilityFields.KEYS.stream(), Stream.of("checksum")).toList();
    private static final ExpectedForm CORRUPT = new ExpectedForm("how much to corrupt", "0.1%");

    private enum Checksum implements Keyword { KEEP, FIX }

    private CorruptReader() {
    }

    static Optional<Corrupt> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(CORRUPT, KEYS).flatMap(CorruptReader::longForm)
            : value.parse(CORRUPT, Probability::parse).map(Corrupt::of);
    }

    private static Optional<Corrupt> longForm(Fields fields) {
        Checksum checksum = fields.get("checksum").flatMap(value -> value.keyword(Checksum.values())).orElse(Checksum.KEEP);
        return ProbabilityFields.read(fields).map(odds -> new Corrupt(odds.probability(), odds.correlation(), checksum == Checksum.FIX));
    }
}
