package io.nofin.plan;

import java.util.stream.IntStream;

/** The messages of ICMPv6 that no fault touches, since a host without them loses its neighbours: those of RFC 4861. */
public final class NeighbourDiscovery {

    private static final int ROUTER_SOLICITATION = 133;
    private static final int REDIRECT = 137;

    private NeighbourDiscovery() {
    }

    /** Returns the types of the messages. */
    static IntStream types() {
        return IntStream.rangeClosed(ROUTER_SOLICITATION, REDIRECT);
    }

    /** Tells whether a type of ICMPv6 is one of them. */
    public static boolean includes(int type) {
        return ROUTER_SOLICITATION <= type && type <= REDIRECT;
    }
}
