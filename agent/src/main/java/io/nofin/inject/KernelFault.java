package io.nofin.inject;

import io.nofin.unit.IpNetwork;
import java.util.List;

/**
 * A fault that the kernel holds now, as the kernel shows it.
 *
 * @param run              the run's id
 * @param fault            its name, from the rules' comments; its number where they have none
 * @param scenario         the scenario's name, from the rules' comments; empty where they have none
 * @param peers            the peers in the open gate; none while it is closed
 * @param remainingSeconds the time until the kernel closes the gate by itself, if nobody renews it: {@link FaultEnds} knows who does;
 *                         0 while it is closed
 * @param packets          the packets that have passed the open gate so far
 * @param bytes            their length from the IP header on
 */
public record KernelFault(
        String run,
        String fault,
        String scenario,
        List<IpNetwork> peers,
        long remainingSeconds,
        long packets,
        long bytes) {

    public KernelFault {
        peers = List.copyOf(peers);
    }

    public boolean isFiring() {
        return !peers.isEmpty();
    }

    KernelFault withRemainingSeconds(long seconds) {
        return new KernelFault(run, fault, scenario, peers, seconds, packets, bytes);
    }
}
