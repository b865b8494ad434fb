package io.nofin.plan;

import io.nofin.netlink.route.Handle;
import io.nofin.netlink.route.Netem;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import java.util.OptionalLong;

/** The engine that shapes the packets of one fault in one namespace and direction. */
public sealed interface Shape {

    String fault();

    Side side();

    /** Returns the shaping of the fault; a ramp changes it later. */
    Shaping shaping();

    /** Returns the engine's name in plans and reports. */
    String engine();

    /**
     * Shaping by nofin's queue engine.
     *
     * @param bit     the bit of the packet mark on packets that go to the engine
     * @param because the reason why it is not netem
     */
    record ByQueue(String fault, Side side, Shaping shaping, int bit, String because) implements Shape {

        @Override
        public String engine() {
            return "queue";
        }
    }

    /**
     * Shaping of outgoing packets by the kernel's netem.
     *
     * @param id   the class for the packets
     * @param seed the seed of its random decisions, where the kernel takes one
     */
    record ByNetem(String fault, Shaping shaping, Handle id, OptionalLong seed) implements Shape {

        @Override
        public Side side() {
            return Side.EGRESS;
        }

        @Override
        public String engine() {
            return "netem";
        }

        /** Returns the qdisc that shapes, with other parameters while a ramp is under way. */
        public Netem netem(Shaping changed) {
            return Netem.of(changed, seed);
        }
    }
}
