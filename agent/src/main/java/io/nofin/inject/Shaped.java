package io.nofin.inject;

import io.nofin.netlink.route.QdiscCounters;
import io.nofin.queue.effect.LaneCounts;
import java.util.ArrayList;
import java.util.List;

/** What became of the packets that a fault shaped, in one namespace and direction, as told by who shaped them. */
public sealed interface Shaped {

    /** Why not all packets got what the fault says, in words; empty where they did. */
    List<String> shortfalls();

    /** Both together, where the same kind of engine tells of both; otherwise this one. */
    default Shaped plus(Shaped other) {
        if (this instanceof ByQueue mine && other instanceof ByQueue theirs) {
            return new ByQueue(mine.counts.plus(theirs.counts), mine.kernelDrops + theirs.kernelDrops);
        }
        return this instanceof ByNetem mine && other instanceof ByNetem theirs ? new ByNetem(mine.counts.plus(theirs.counts)) : this;
    }

    /**
     * nofin's queue engine: packets of the wire.
     *
     * @param kernelDrops packets that the kernel dropped before the engine could see them, of all faults of the direction together
     */
    record ByQueue(LaneCounts counts, long kernelDrops) implements Shaped {

        @Override
        public List<String> shortfalls() {
            List<String> all = new ArrayList<>(counts.undelivered().reasons());
            if (kernelDrops > 0) {
                all.add(kernelDrops + " packets came faster than the queue engine took them, and the kernel dropped them");
            }
            return all;
        }
    }

    /** The kernel's netem, all interfaces together. */
    record ByNetem(QdiscCounters counts) implements Shaped {

        @Override
        public List<String> shortfalls() {
            return List.of();
        }
    }
}
