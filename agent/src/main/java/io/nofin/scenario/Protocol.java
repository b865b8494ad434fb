package io.nofin.scenario;

/** The transport a selector asks for. {@link #ICMP} means ICMPv6 on IPv6. */
public enum Protocol implements Keyword {
    TCP, UDP, ICMP, ANY
}
