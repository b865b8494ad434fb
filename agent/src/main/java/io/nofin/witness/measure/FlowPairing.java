package io.nofin.witness.measure;

import java.util.List;

/** Pairs the packets of one flow; those of either end come in the order of time. Not thread-safe. */
interface FlowPairing {

    static FlowPairing of(FlowKey flow) {
        return flow.isStream() ? new StreamPairing() : new DatagramPairing();
    }

    void addDeparture(PacketObservation departure);

    void addArrival(PacketObservation arrival);

    /** Adds the fate of the flow's packets. */
    void settle(Pairing.Tally tally);

    /**
     * Counts the packets that came ahead of one that had left earlier.
     *
     * @param order the places among the departures, in the order of arrival
     */
    static void countOvertaking(List<Integer> order, Pairing.Tally tally) {
        int earliestBehind = Integer.MAX_VALUE;
        for (int i = order.size() - 1; i >= 0; i--) {
            if (order.get(i) > earliestBehind) {
                tally.overtaking();
            }
            earliestBehind = Math.min(earliestBehind, order.get(i));
        }
    }
}
