package io.nofin.shaping;

import io.nofin.queue.Lane;
import io.nofin.queue.TwoHosts;
import io.nofin.queue.effect.Fate;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import java.io.IOException;

/** Shaped by the queue engine. */
final class QueueWire extends ShapedWire {

    private final Side side;
    private Lane lane;

    QueueWire(Side side) throws IOException {
        super(side);
        this.side = side;
    }

    @Override
    void shape(Shaping shaping) throws IOException {
        lane = hosts.engine(SEED).lane(side, TwoHosts.MARKS.lane(0), shaping);
        hosts.install(side, "-p udp");
    }

    @Override
    boolean hasSeen(int packets) {
        return lane.counts().of(Fate.SEEN) >= packets;
    }

    @Override
    long passed() {
        return lane.counts().of(Fate.PASSED);
    }
}
