package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The protocol above IP that a selector selects. {@link #ICMP} means ICMPv6 on IPv6. */
public enum Protocol implements Keyword {
    TCP, UDP, SCTP, ICMP, GRE, ESP, ANY;

    /** Tells whether the kernel's rules find ports in its packets, or in those of some protocols, for {@link #ANY}. */
    public boolean hasPorts() {
        return this == TCP || this == UDP || this == SCTP || this == ANY;
    }

    /** Tells whether a share of its connections can be chosen. */
    public boolean hasConnections() {
        return this == TCP || this == UDP || this == ANY;
    }
}
