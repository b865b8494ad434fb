package io.nofin.unit;

import java.util.Optional;
import java.util.stream.Stream;

/** An internet protocol version. */
public enum IpFamily {
    IPV4(4, 32, 2),
    IPV6(6, 128, 10);

    private final int version;
    private final int bits;
    private final int number;

    IpFamily(int version, int bits, int number) {
        this.version = version;
        this.bits = bits;
        this.number = number;
    }

    /** Returns the family of an address of 4 or of 16 bytes. */
    public static IpFamily of(byte[] address) {
        return address.length == IPV4.bytes() ? IPV4 : IPV6;
    }

    /** Returns the family of that {@link #number}; empty for other families, such as that of bridges. */
    public static Optional<IpFamily> ofNumber(int number) {
        return Stream.of(values()).filter(family -> family.number == number).findFirst();
    }

    /** Returns 4 or 6. */
    public int version() {
        return version;
    }

    /** Returns the length of an address in bits. */
    public int bits() {
        return bits;
    }

    /** Returns the length of an address in bytes. */
    public int bytes() {
        return bits / Byte.SIZE;
    }

    /** Returns the number that sockets and netlink know the family by, AF_INET or AF_INET6 of address_families(7). */
    public int number() {
        return number;
    }
}
