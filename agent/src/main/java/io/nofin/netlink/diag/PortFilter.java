package io.nofin.netlink.diag;

/** A choice of sockets by their ports; {@link #EVERY} stands for any port. */
public record PortFilter(int local, int remote) {

    public static final int EVERY = 0;
    public static final PortFilter ANY = new PortFilter(EVERY, EVERY);

    private static final int MAX = 0xFFFF;

    public PortFilter {
        if (local < 0 || local > MAX || remote < 0 || remote > MAX) {
            throw new IllegalArgumentException("ports must be between 0 and " + MAX + ": local=" + local + ", remote=" + remote);
        }
    }

    public static PortFilter local(int port) {
        return new PortFilter(port, EVERY);
    }

    public static PortFilter remote(int port) {
        return new PortFilter(EVERY, port);
    }
}
