package io.nofin.witness;

import java.util.List;

/**
 * What the wire of one host says of a fault that lets nothing out, and who could get past any fault there. A value.
 *
 * @param fault     its name
 * @param host      the label of the host
 * @param left      packets that the fault had to take and that left all the same: behind iptables, by packet sockets, or as its rules were gone
 * @param passedOn  likewise, of those that the host forwards, by a route or a bridge
 * @param answers   RSTs and ICMP errors that left for those who are refused; of rejections only
 * @param bypasses  who holds packet sockets on the host, which pass by iptables in both directions
 * @param doubts    why there may have been more; empty when this is all
 */
public record Escape(String fault, String host, long left, long passedOn, long answers, List<String> bypasses, List<String> doubts) {

    public Escape {
        bypasses = List.copyOf(bypasses);
        doubts = List.copyOf(doubts);
    }
}
