package io.nofin.run;

import io.nofin.probe.FaultWindow;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import java.util.List;

/**
 * An answer in which a host name had addresses that were unknown before.
 *
 * @param target the target in which the name was resolved
 * @param before the number of addresses known before
 * @param gained the number of addresses added
 * @param nanos  the time of the answer, by {@link System#nanoTime}
 */
record NameChange(String target, String name, int before, int gained, long nanos) {

    /** Tells whether a fault with that peer was firing, so that packets to the unknown addresses went past it. */
    boolean leftOpen(String name, Fault fault, List<FaultWindow> fired) {
        return fault.targets().contains(target) && fault.selector().peers().contains(new Peer.HostName(this.name)) && fired.stream().anyMatch(time -> time.faults().contains(name)
            && time.window().fromNanos() - nanos < 0 && nanos - time.window().toNanos() - TargetFollower.NAMES_EVERY.toNanos() < 0);
    }

    @Override
    public String toString() {
        return name + " had " + before + (before == 1 ? " address" : " addresses") + ", and " + gained
            + " more came up while the fault was firing: packets to those may have gone past, and to others that it has";
    }
}
