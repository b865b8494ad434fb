package io.nofin.unit;

/** An internet protocol version. */
public enum IpFamily {
    IPV4(4, 32),
    IPV6(6, 128);

    private final int version;
    private final int bits;

    IpFamily(int version, int bits) {
        this.version = version;
        this.bits = bits;
    }

    /** Returns 4 or 6. */
    public int version() {
        return version;
    }

    /** Returns the length of an address in bits. */
    public int bits() {
        return bits;
    }
}
