package io.nofin.inject;

import io.nofin.netlink.route.QdiscCounters;
import io.nofin.queue.effect.LaneCounts;

/** What became of the packets that a fault shaped, in one namespace and direction, as told by who shaped them. */
public sealed interface Shaped {

    /** nofin's queue engine: packets of the wire. */
    record ByQueue(LaneCounts counts) implements Shaped {
    }

    /** The kernel's netem, all interfaces together. */
    record ByNetem(QdiscCounters counts) implements Shaped {
    }
}
