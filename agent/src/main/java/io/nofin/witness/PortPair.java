package io.nofin.witness;

/** What tells one connection of a host from another: its port, and that of the other side. */
public record PortPair(int local, int remote) {

    /** The same connection, seen from its other end. */
    public PortPair reversed() {
        return new PortPair(remote, local);
    }
}
