package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;

/** The state of the path as a TCP sender sees it; {@code enum tcp_ca_state} in linux/tcp.h, in its order. */
public enum CongestionState {
    OPEN, DISORDER, CWR, RECOVERY, LOSS;

    private static final CongestionState[] VALUES = values();

    static CongestionState of(int value) throws MalformedMessageException {
        if (value >= VALUES.length) {
            throw new MalformedMessageException("congestion state is unknown: state=" + value);
        }
        return VALUES[value];
    }
}
