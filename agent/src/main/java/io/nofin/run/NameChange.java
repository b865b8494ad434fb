package io.nofin.run;

import io.nofin.probe.FaultWindow;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import java.util.List;

/**
 * Addresses of a host name that were not known.
 *
 * @param target the target that knows the name by them
 * @param before how many it had until then
 * @param gained how many more
 * @param nanos  when that was learned, on the clock of {@link System#nanoTime}
 */
record NameChange(String target, String name, int before, int gained, long nanos) {

    /** Whether a fault with that peer was firing, so that packets to what was not known went past it. */
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
