package io.nofin.queue;

import io.nofin.queue.effect.LaneCounts;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Shaping;

/** One fault in one direction. May be used from any thread, also after its engine is closed. */
public final class Lane {

    private final Shaper shaper;
    private final Relay relay;

    Lane(Shaper shaper, Relay relay) {
        this.shaper = shaper;
        this.relay = relay;
    }

    /** Shapes otherwise from the next packet on; packets that wait go when they were told. Counts and random numbers go on. */
    public void set(Shaping shaping) {
        shaper.change(shaping);
        relay.lanesChanged();
    }

    public LaneCounts counts() {
        return shaper.counts();
    }
}
