package io.nofin.witness;

import java.util.List;

/**
 * The packets that got past a fault which lets nothing out, as the wire of one host shows them, and the programs that could get past
 * any fault there. A value.
 *
 * @param fault     the fault's name
 * @param host      the label of the host
 * @param left      packets that the fault had to drop and that left nevertheless: behind iptables, by packet sockets, or while its
 *                  rules were gone
 * @param passedOn  packets among those that the host forwards, by a route or a bridge, that left nevertheless
 * @param untold    TCP packets to link-local addresses that a rejection by ICMP left alone: no socket would be told
 * @param answers   RSTs and ICMP errors that left for those who are refused; only for rejections
 * @param bypasses  programs that hold packet sockets on the host, which bypass iptables in both directions
 * @param doubts    reasons why there may have been more; empty when this is all
 */
public record Escape(String fault, String host, long left, long passedOn, long untold, long answers, List<String> bypasses, List<String> doubts) {

    public Escape {
        bypasses = List.copyOf(bypasses);
        doubts = List.copyOf(doubts);
    }
}
