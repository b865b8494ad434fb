package io.nofin.scenario;

/** The packet vanishes, and nobody is told: what a cut cable does. */
public record Drop() implements Effect {

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
