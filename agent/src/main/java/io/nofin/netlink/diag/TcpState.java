package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;

/** The states of a TCP socket in the order of net/tcp_states.h, where the first is 1. */
public enum TcpState {
    ESTABLISHED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING, NEW_SYN_RECV,
    BOUND_INACTIVE;

    private static final TcpState[] VALUES = values();

    static TcpState of(int value) throws MalformedMessageException {
        if (value < 1 || value > VALUES.length) {
            throw new MalformedMessageException("TCP state is unknown: state=" + value);
        }
        return VALUES[value - 1];
    }
}
