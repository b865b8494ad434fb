package io.nofin.witness;

/**
 * How much of the traffic of its filter a witness keeps.
 *
 * @param captureBytes of each packet, from its link-layer header on; 128 to 65535. The headers of TCP need 128 at most. The kernel
 *                     sets aside as much for each of 32768 packets and interface, up to 64 MB
 * @param rememberedBytes of the newest packets altogether, in this process; 2 MB at least
 * @param loopback     whether it watches the loopback interface, too
 */
public record Scope(int captureBytes, long rememberedBytes, boolean loopback) {

    /** Ethernet, a VLAN tag, IPv6, ICMPv6, IPv6 and ports are 110 bytes. */
    public static final Scope HEADERS = new Scope(128, 64 << 20, false);

    /** Enough of the payload to tell most packets from one another. */
    public static final Scope BEGINNINGS = HEADERS.capturing(256);

    /** Packets of an Ethernet as they are, which costs bystanders more. */
    public static final Scope WHOLE = HEADERS.capturing(1_536);

    static final int CHUNK_BYTES = 1 << 20;

    private static final int LEAST = 128;
    private static final int MOST = 65_535;

    public Scope {
        if (captureBytes < LEAST || captureBytes > MOST) {
            throw new IllegalArgumentException("capture bytes must be between " + LEAST + " and " + MOST + ": bytes=" + captureBytes);
        }
        if (rememberedBytes < 2 * CHUNK_BYTES) {
            throw new IllegalArgumentException("remembered bytes must be " + 2 * CHUNK_BYTES + " at least: bytes=" + rememberedBytes);
        }
    }

    public Scope capturing(int bytes) {
        return new Scope(bytes, rememberedBytes, loopback);
    }

    public Scope remembering(long bytes) {
        return new Scope(captureBytes, bytes, loopback);
    }

    public Scope withLoopback() {
        return new Scope(captureBytes, rememberedBytes, true);
    }
}
