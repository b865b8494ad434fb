package io.nofin.inject;

import io.nofin.netlink.route.QdiscCounters;
import io.nofin.queue.effect.LaneCounts;
import java.util.ArrayList;
import java.util.List;

/** The fate of the packets that a fault shaped, in one namespace and direction, as reported by the engine. */
public sealed interface Shaped {

    /** Returns messages about why not all packets got what the fault says; empty where they did. */
    List<String> shortfalls();

    /** Returns the sum of both, if they come from the same kind of engine, otherwise this one. */
    default Shaped plus(Shaped other) {
        if (this instanceof ByQueue mine && other instanceof ByQueue theirs) {
            return new ByQueue(mine.counts.plus(theirs.counts), mine.kernelDrops + theirs.kernelDrops);
        }
        return this instanceof ByNetem mine && other instanceof ByNetem theirs ? new ByNetem(mine.counts.plus(theirs.counts)) : this;
    }

    /**
     * Packets of the wire, shaped by nofin's queue engine.
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

    /** Packets shaped by the kernel's netem, all interfaces together. */
    record ByNetem(QdiscCounters counts) implements Shaped {

        @Override
        public List<String> shortfalls() {
            return List.of();
        }
    }
}
