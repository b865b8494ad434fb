package io.nofin.plan;

import io.nofin.netlink.route.Handle;
import io.nofin.netlink.route.Netem;
import io.nofin.scenario.Shaping;
import java.util.OptionalLong;

/** Who shapes the packets of one fault in one namespace and direction. */
public sealed interface Shape {

    String fault();

    boolean outgoing();

    /** As the fault has it; a ramp changes it later. */
    Shaping shaping();

    /** As plans and reports name it. */
    String engine();

    /**
     * nofin's queue engine.
     *
     * @param bit     of the packet mark, on packets that are to go there
     * @param because why it is not netem
     */
    record ByQueue(String fault, boolean outgoing, Shaping shaping, int bit, String because) implements Shape {

        @Override
        public String engine() {
            return "queue";
        }
    }

    /**
     * The kernel's netem, on what goes out.
     *
     * @param id   the class that packets are to go to
     * @param seed of its random decisions, where the kernel takes one
     */
    record ByNetem(String fault, Shaping shaping, Handle id, OptionalLong seed) implements Shape {

        @Override
        public boolean outgoing() {
            return true;
        }

        @Override
        public String engine() {
            return "netem";
        }

        /** The qdisc that does it, with other parameters while a ramp is under way. */
        public Netem netem(Shaping changed) {
            return Netem.of(changed, seed);
        }
    }
}
