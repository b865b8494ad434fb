package io.nofin.queue;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Shaping;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Shapings for tests, made from a delay by changing one thing after the other. */
public final class Shapings {

    private Shapings() {
    }

    public static Shaping delay(Duration time) {
        return delay(Delay.of(time));
    }

    public static Shaping delay(Delay delay) {
        return new Shaping(Optional.of(delay), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            OptionalInt.empty(), false, Optional.empty(), Engine.QUEUE);
    }
}
