package io.nofin.queue;

import io.nofin.queue.effect.LaneCounts;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Shaping;

/** One fault in one direction. May be used from any thread, also after its engine is closed. */
public final class Lane {

    private final Shaper shaper;
    private final QueueLoop queueLoop;

    Lane(Shaper shaper, QueueLoop queueLoop) {
        this.shaper = shaper;
        this.queueLoop = queueLoop;
    }

    /**
     * Changes the shaping from the next packet on; packets that wait are sent when they were due before. Counts and random numbers go
     * on.
     */
    public void set(Shaping shaping) {
        shaper.change(shaping);
        queueLoop.lanesChanged();
    }

    public LaneCounts counts() {
        return shaper.counts();
    }
}
