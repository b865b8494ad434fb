package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The control bits of a TCP header; RFC 9293, 3.1. */
public enum TcpFlag implements Keyword {
    FIN, SYN, RST, PSH, ACK, URG, ECE, CWR;

    /** Returns its bit in the fourteenth byte of the header. */
    public int bit() {
        return 1 << ordinal();
    }
}
