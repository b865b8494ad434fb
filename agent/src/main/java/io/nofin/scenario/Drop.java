package io.nofin.scenario;

/** The packet vanishes, and nobody is told: what a cut cable does. */
public record Drop() implements Effect {
    @Override
    public String toString() {
        return "drop: silent";
    }
}
