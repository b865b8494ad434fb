package io.nofin.inject;

import io.nofin.netlink.route.QdiscCounters;
import io.nofin.queue.effect.LaneCounts;

/** What became of the packets that a fault shaped, in one namespace and direction, as told by who shaped them. */
public sealed interface Shaped {

    /**
     * nofin's queue engine: packets of the wire.
     *
     * @param kernelDrops packets that the kernel dropped before the engine could see them, of all faults of the direction together
     */
    record ByQueue(LaneCounts counts, long kernelDrops) implements Shaped {
    }

    /** The kernel's netem, all interfaces together. */
    record ByNetem(QdiscCounters counts) implements Shaped {
    }
}
