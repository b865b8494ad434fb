package io.nofin.witness;

/** The ports by which one connection of a host is told from another: its own, and that of the other side. */
public record PortPair(int local, int remote) {

    /** Returns the same connection, seen from its other end. */
    public PortPair reversed() {
        return new PortPair(remote, local);
    }
}
