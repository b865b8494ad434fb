package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Keyword;
import java.util.List;

/** Drops packets silently, as a cut cable does. */
public record Drop() implements Effect {

    static final KeyType<Drop> TYPE = new KeyType<>("HOW", new ExpectedForm("a word", "silent"),
        (value, form) -> value.keyword(Loudness.values()).map(silent -> new Drop()), drop -> "silent", "\"enum\": [\"silent\"]", List.of("silent"), List.of());

    private enum Loudness implements Keyword { SILENT }

    @Override
    public EffectKind kind() {
        return EffectKind.DROP;
    }

    @Override
    public String key() {
        return "drop";
    }

    @Override
    public String toString() {
        return "drop: silent";
    }
}
