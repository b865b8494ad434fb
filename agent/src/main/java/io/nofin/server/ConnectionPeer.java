package io.nofin.server;

/**
 * The other end of a connection, as far as the kernel knows it before the first request.
 *
 * @param name a user of this host, as {@code unix:root}, or a part of the network, as {@code 192.0.2.1}
 */
record ConnectionPeer(String name, Rank rank) {

    /** The class of a peer, for which capacity is reserved. */
    enum Rank {
        /** The agent itself, which checks that it answers. */
        WATCHDOG,
        /** Root of this host, over the socket. */
        ROOT,
        /** Any other peer. */
        ANYBODY
    }

    boolean isRoot() {
        return rank != Rank.ANYBODY;
    }
}
