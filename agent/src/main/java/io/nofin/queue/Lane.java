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

    /**
     * Changes the shaping from the next packet on; packets that wait are sent when they were due before. Counts and random numbers go
     * on.
     */
    public void set(Shaping shaping) {
        shaper.change(shaping);
        relay.lanesChanged();
    }

    public LaneCounts counts() {
        return shaper.counts();
    }
}
