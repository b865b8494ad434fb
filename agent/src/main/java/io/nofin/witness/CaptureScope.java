package io.nofin.witness;

/**
 * The part of the traffic that passes its filter that a witness keeps.
 *
 * @param captureBytes the bytes kept of each packet, from its link-layer header on; 128 to 65535. The headers of TCP need 128 at most
 * @param rememberedBytes the bytes kept of the newest packets altogether, in this process; 2 MB at least
 * @param waiting      the packets of each interface that the kernel has room for until they are read, where there is as much memory
 *                     for them; 16 at least
 * @param loopback     whether it watches the loopback interface, too
 */
public record CaptureScope(int captureBytes, long rememberedBytes, int waiting, boolean loopback) {

    /** The headers of packets: Ethernet, a VLAN tag, IPv6, ICMPv6, IPv6 and ports are 110 bytes. */
    public static final CaptureScope HEADERS = new CaptureScope(128, 64 << 20, 1 << 15, false);     // what comes in 32 ms, at a million a second

    /** The headers of one connection that does not carry much. */
    public static final CaptureScope CONNECTION = new CaptureScope(128, 4 << 20, 1 << 11, false);

    /** The headers and enough of the payload to tell most packets from one another. */
    public static final CaptureScope BEGINNINGS = HEADERS.capturing(256);

    /** Whole packets of an Ethernet, which costs bystanders more. */
    public static final CaptureScope WHOLE = HEADERS.capturing(1_536);

    static final int CHUNK_BYTES = 1 << 20;

    private static final int LEAST = 128;
    private static final int MOST = 65_535;
    private static final int LEAST_WAITING = 16;

    public CaptureScope {
        if (captureBytes < LEAST || captureBytes > MOST) {
            throw new IllegalArgumentException("capture bytes must be between " + LEAST + " and " + MOST + ": bytes=" + captureBytes);
        }
        if (waiting < LEAST_WAITING) {
            throw new IllegalArgumentException("waiting packets must be " + LEAST_WAITING + " at least: waiting=" + waiting);
        }
        if (rememberedBytes < 2 * CHUNK_BYTES) {
            throw new IllegalArgumentException("remembered bytes must be " + 2 * CHUNK_BYTES + " at least: bytes=" + rememberedBytes);
        }
    }

    public CaptureScope capturing(int bytes) {
        return new CaptureScope(bytes, rememberedBytes, waiting, loopback);
    }

    public CaptureScope remembering(long bytes) {
        return new CaptureScope(captureBytes, bytes, waiting, loopback);
    }

    public CaptureScope withLoopback() {
        return new CaptureScope(captureBytes, rememberedBytes, waiting, true);
    }
}
