package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;

/**
 * The event that a TCP socket is waiting for; the values of {@code idiag_timer}, in their order. The names that ss(8) prints are in
 * brackets.
 */
public enum TcpTimer {

    /** No event. */
    OFF,
    /** An acknowledgement of what was sent: retransmission, tail loss probe or reordering [on]. */
    RETRANSMIT,
    /** An answer to a keepalive, or the time for one [keepalive]. */
    KEEPALIVE,
    /** The end of TIME_WAIT [timewait]. */
    TIME_WAIT,
    /** A window to send into, or room on this host, which refused to send a packet [persist]. */
    PERSIST;

    private static final TcpTimer[] VALUES = values();

    static TcpTimer of(int value) throws MalformedMessageException {
        if (value >= VALUES.length) {
            throw new MalformedMessageException("TCP timer is unknown: timer=" + value);
        }
        return VALUES[value];
    }
}
