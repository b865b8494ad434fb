package io.nofin.queue;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import java.time.Duration;

/** Shapings for tests, made from a delay by changing one thing after the other. */
public final class Shapings {

    private Shapings() {
    }

    public static Shaping delay(Duration time) {
        return delay(Delay.of(time));
    }

    public static Shaping delay(Delay delay) {
        return new ShapingBuilder().delay(delay).engine(Engine.QUEUE).build();
    }
}
