package io.nofin.scenario;

import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.Optional;

/** Reads {@code drop: silent}. */
final class DropReader {

    private enum Loudness implements Keyword { SILENT }

    private DropReader() {
    }

    static Optional<Drop> read(Value value) {
        return value.keyword(Loudness.values()).map(silent -> new Drop());
    }
}
