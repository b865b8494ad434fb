package io.nofin.plan;

import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Side;
import io.nofin.scenario.Trigger;
import java.util.Collection;

/**
 * A step's wait for a packet in one namespace. While its gate is open, every packet among which the one is goes through nofin's hands by a
 * queue: in the order of the kernel, the first ones as they are, and none after the one that begins the step before its faults are
 * in force.
 *
 * @param step  the place of the step in the timeline, from 0
 * @param gate  the gate in front of the queue
 * @param queue the NFQUEUE number
 */
public record HostTrigger(int step, Gate gate, int queue, Trigger.PacketSeen packet) {

    /**
     * Returns the place of the queue, behind all other rules there. Packets that were queued behind the one that begins the step go through the
     * same place once more, and so have to meet the step's faults there or later.
     *
     * @param kinds what the step's faults do
     */
    static Hook hook(Side side, Collection<EffectKind> kinds) {
        if (side == Side.EGRESS) {
            return kinds.contains(EffectKind.REJECT) ? Hook.MANGLE_OUTPUT : Hook.MANGLE_POSTROUTING;
        }
        return kinds.stream().allMatch(EffectKind::isShaping) ? Hook.MANGLE_PREROUTING : Hook.RAW_PREROUTING;
    }
}
